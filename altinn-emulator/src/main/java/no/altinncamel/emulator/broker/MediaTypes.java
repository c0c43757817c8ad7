package no.altinncamel.emulator.broker;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reading of {@code Accept} and {@code Content-Type}: names in lower case, without parameters. */
final class MediaTypes {

    private MediaTypes() {}

    /** The media types of an {@code Accept} header in their order; none if there is no header. */
    static List<String> listed(String accept) {
        return accept == null
                ? List.of()
                : Arrays.stream(accept.split(",")).map(MediaTypes::bare).toList();
    }

    /** Whether the Broker serves JSON to a caller with this {@code Accept}: ranges such as {@code application/*} do not do. */
    static boolean allowJson(String accept) {
        return accept == null
                || listed(accept).stream().anyMatch(type -> type.equals("application/json") || type.equals("*/*"));
    }

    /** Whether a JSON body may come under this {@code Content-Type}. */
    static boolean isJson(String contentType) {
        String type = contentType == null ? "" : bare(contentType);
        return type.equals("application/json")
                || type.equals("text/json")
                || type.startsWith("application/") && type.endsWith("+json");
    }

    static String bare(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
    }
}
