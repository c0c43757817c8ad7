package no.altinncamel.emulator.authentication;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** How ASP.NET picks between text and JSON for an answer that is a string (contract maskinporten 9.3). */
final class AcceptHeader {

    private record MediaRange(String type, double quality) {}

    private AcceptHeader() {}

    /** @param accept the header's value, or {@code null} */
    static boolean prefersJson(String accept) {
        if (accept == null) {
            return false;
        }
        List<MediaRange> ranges = Arrays.stream(accept.split(","))
                .map(AcceptHeader::parse)
                .sorted(Comparator.comparingDouble(MediaRange::quality).reversed())
                .toList();
        // one */* anywhere, and the framework ignores the header
        boolean ignored = ranges.stream().anyMatch(range -> range.type().equals("*/*"));
        return !ignored
                && ranges.stream()
                        .map(MediaRange::type)
                        .filter(type -> isJson(type) || isText(type))
                        .findFirst()
                        .map(AcceptHeader::isJson)
                        .orElse(false);
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || type.equals("text/json") || type.equals("application/*");
    }

    private static boolean isText(String type) {
        return type.equals("text/plain") || type.equals("text/*");
    }

    private static MediaRange parse(String text) {
        String[] parts = text.split(";");
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim();
            if (parameter.startsWith("q=")) {
                quality = quality(parameter.substring(2));
            }
        }
        return new MediaRange(parts[0].trim().toLowerCase(Locale.ROOT), quality);
    }

    private static double quality(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
