package no.altinncamel.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows of Markdown, laid out so that they can be read as they are. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... columns) {
        rows.add(List.of(columns));
    }

    Table row(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            texts.add(String.valueOf(cell));
        }
        rows.add(texts);
        return this;
    }

    void print(PrintStream out, String title) {
        out.println();
        out.println("### " + title);
        out.println();
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        print(out, rows.get(0), widths);
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < columns; i++) {
            line.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        out.println(line);
        rows.subList(1, rows.size()).forEach(row -> print(out, row, widths));
        out.flush();
    }

    private static void print(PrintStream out, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(' ')
                    .append(i == 0 ? row.get(i) + padding : padding + row.get(i))
                    .append(" |");
        }
        out.println(line);
    }
}
