package no.altinncamel.emulator.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the route for a method and a path. A literal segment wins over a {@code {name}} segment. One trailing slash is
 * ignored, as ASP.NET does.
 */
public final class Router {

    private record Entry(Operation operation, String method, List<String> segments, Route route) {}

    /** What {@link #match} found. */
    record Match(Operation operation, Map<String, String> pathParameters, Route route) {}

    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param path template such as {@code /broker/api/v1/filetransfer/{fileTransferId}/upload}; literals are compared
     *             without regard to case, as the real platform does
     */
    public Router add(Operation operation, String method, String path, Route route) {
        entries.add(new Entry(operation, method, split(path), route));
        return this;
    }

    Match match(String method, String rawPath) {
        List<String> segments = split(rawPath);
        List<Entry> candidates =
                entries.stream().filter(entry -> fits(entry, segments)).toList();
        return candidates.stream()
                .filter(entry -> entry.method().equals(method))
                .min((a, b) -> Long.compare(parameters(a), parameters(b)))
                .map(entry -> new Match(entry.operation(), bind(entry, segments), entry.route()))
                .orElseGet(() -> unanswered(candidates));
    }

    private static Match unanswered(List<Entry> candidates) {
        if (candidates.isEmpty()) {
            return new Match(Operation.UNKNOWN, Map.of(), call -> Reply.empty(404));
        }
        String allow = candidates.stream().map(Entry::method).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
        return new Match(Operation.UNKNOWN, Map.of(), call -> Reply.empty(405).header("Allow", allow));
    }

    private static boolean fits(Entry entry, List<String> segments) {
        if (entry.segments().size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            String template = entry.segments().get(i);
            if (!isParameter(template) && !template.equalsIgnoreCase(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static long parameters(Entry entry) {
        return entry.segments().stream().filter(Router::isParameter).count();
    }

    private static Map<String, String> bind(Entry entry, List<String> segments) {
        Map<String, String> bound = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String template = entry.segments().get(i);
            if (isParameter(template)) {
                String raw = segments.get(i).replace("+", "%2B");
                bound.put(template.substring(1, template.length() - 1), URLDecoder.decode(raw, StandardCharsets.UTF_8));
            }
        }
        return bound;
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static List<String> split(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        String bare = trimmed.endsWith("/") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
        return List.of(bare.split("/", -1));
    }
}
