package no.altinncamel.broker.client.auth;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.broker.client.http.Problem;

/**
 * What Maskinporten said when it refused, and who can mend it (maskinporten 6). The MP code decides, then the status, then
 * the text; {@code error} does not, because its values are partly undocumented.
 */
record MaskinportenError(Category category, Problem problem) {

    private static final Pattern CODE = Pattern.compile("MP-\\d+");
    private static final Pattern TRACE =
            Pattern.compile("\\s*\\((?:trace_id|trace id|correlation id):?\\s*([^)\\s]+)\\)", Pattern.CASE_INSENSITIVE);

    private static final Map<String, Category> BY_CODE = Map.of(
            "MP-012", Category.REPLAY,
            "MP-121", Category.KEY,
            "MP-124", Category.KEY,
            "MP-130", Category.CLOCK,
            "MP-251", Category.CUSTOMER,
            "MP-303", Category.CUSTOMER);

    /** @param body the start of the answer; HTML of a gateway and nothing at all are answers too */
    static MaskinportenError of(int status, byte[] body) {
        JsonNode json = Problem.object(body);
        if (json == null) {
            return new MaskinportenError(waitable(status) ? Category.TRANSIENT : Category.CONFIGURATION, Problem.NONE);
        }
        String description = Problem.text(json, "error_description");
        String code = code(Problem.text(json, "error_uri"), description);
        Problem problem =
                new Problem(code, Problem.text(json, "error"), withoutTrace(description), trace(description, json));
        return new MaskinportenError(category(status, code, problem.detail()), problem);
    }

    /** Statuses that time may cure. */
    static boolean waitable(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private static Category category(int status, String code, String detail) {
        if (code != null && BY_CODE.containsKey(code)) {
            return BY_CODE.get(code);
        }
        if (waitable(status)) {
            return Category.TRANSIENT;
        }
        String text = detail == null ? "" : detail.toLowerCase(Locale.ROOT);
        if (code != null || text.contains("too long lifetime")) {
            return Category.CONFIGURATION;
        }
        if (text.contains("unknown key identifier")
                || text.contains("expired key")
                || text.contains("invalid jwt signature")) {
            return Category.KEY;
        }
        if (text.contains("issue time is") || text.contains("jwt has expired") || text.contains("jwt is expired")) {
            return Category.CLOCK;
        }
        return text.contains("grant is used before") ? Category.REPLAY : Category.CONFIGURATION;
    }

    /** The code ends {@code error_uri}; only some descriptions name it. */
    private static String code(String uri, String description) {
        String last = uri == null ? "" : uri.substring(uri.lastIndexOf('/') + 1);
        if (CODE.matcher(last).matches()) {
            return last;
        }
        Matcher named = CODE.matcher(description == null ? "" : description);
        return named.find() ? named.group() : null;
    }

    private static String trace(String description, JsonNode json) {
        Matcher trace = TRACE.matcher(description == null ? "" : description);
        return trace.find() ? trace.group(1) : Problem.text(json, "trace_id");
    }

    private static String withoutTrace(String description) {
        return description == null ? null : TRACE.matcher(description).replaceAll("");
    }
}
