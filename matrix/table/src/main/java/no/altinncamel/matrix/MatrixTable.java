package no.altinncamel.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Prints a line for each cell of the matrix, and fails when a cell did not pass. */
public final class MatrixTable {

    private MatrixTable() {}

    /** @param args the folder of the matrix, below which each cell has a file {@code left-out.txt} */
    public static void main(String[] args) throws IOException {
        List<Cell> cells = cells(Path.of(args[0]).toRealPath());
        String table = table(cells);
        System.out.print(table);
        List<String> failed = cells.stream()
                .filter(cell -> !cell.passed())
                .map(cell -> cell.name())
                .toList();
        if (!failed.isEmpty()) {
            throw new IllegalStateException("Not passed: " + String.join(", ", failed));
        }
    }

    static List<Cell> cells(Path matrix) throws IOException {
        List<Cell> cells = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(matrix, 3)) {
            for (Path list : paths.filter(path -> path.endsWith(LeftOut.FILE)).toList()) {
                cells.add(Cell.read(matrix, list.getParent()));
            }
        }
        cells.sort(Comparator.comparing(Cell::runtime).thenComparing(Cell::camel));
        return cells;
    }

    static String table(List<Cell> cells) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"Runtime", "Camel", "Jar", "Tests", "Result"});
        cells.forEach(cell -> rows.add(
                new String[] {cell.runtime(), cell.camel(), cell.jar(), Integer.toString(cell.tests()), cell.result()
                }));
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.length; column++) {
                line.append(column == 0 ? "" : "  ").append(pad(row[column], width(rows, column)));
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        for (Cell cell : cells) {
            if (!cell.remarks().isEmpty()) {
                table.append('\n')
                        .append(cell.runtime())
                        .append(", Camel ")
                        .append(cell.camel())
                        .append(":\n");
                cell.remarks()
                        .forEach(remark -> table.append("  ").append(remark).append('\n'));
            }
        }
        return table.toString();
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
