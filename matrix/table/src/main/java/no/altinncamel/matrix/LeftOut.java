package no.altinncamel.matrix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests that a cell leaves out, and why. The file is the one that surefire reads: patterns, one a line, and the comment above
 * them is their reason.
 */
record LeftOut(String reason, String tests) {

    static final String FILE = "left-out.txt";

    static List<LeftOut> read(Path cell) throws IOException {
        List<LeftOut> found = new ArrayList<>();
        String reason = "";
        boolean inReason = false;
        for (String line : Files.readAllLines(cell.resolve(FILE))) {
            if (line.startsWith("#")) {
                String text = line.substring(1).strip();
                reason = inReason ? reason + " " + text : text;
                inReason = true;
            } else if (!line.isBlank()) {
                if (reason.isEmpty()) {
                    throw new IOException(cell.resolve(FILE) + " gives no reason for " + line);
                }
                found.add(new LeftOut(reason, line.replaceAll("^\\*\\*/", "").replaceAll("\\*$", "")));
                inReason = false;
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "left out " + tests + ": " + reason;
    }
}
