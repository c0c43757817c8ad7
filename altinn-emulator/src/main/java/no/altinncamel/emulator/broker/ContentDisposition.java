package no.altinncamel.emulator.broker;

import java.nio.charset.StandardCharsets;

/** Writes the file name of a download as the real server's framework does: for old clients in ASCII, then in full. */
final class ContentDisposition {

    private static final String TOKEN = "!#$%&'*+-.^_`|~";
    private static final String UNESCAPED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    static String attachment(String fileName) {
        return "attachment; filename=" + ascii(fileName) + "; filename*=UTF-8''" + percentEncoded(fileName);
    }

    private static String ascii(String fileName) {
        StringBuilder name = new StringBuilder();
        boolean token = !fileName.isEmpty();
        for (char c : fileName.toCharArray()) {
            char shown = c < ' ' || c > '~' ? '_' : c;
            token &= isAlphanumeric(shown) || TOKEN.indexOf(shown) >= 0;
            name.append(shown == '"' || shown == '\\' ? "\\" : "").append(shown);
        }
        return token ? name.toString() : '"' + name.toString() + '"';
    }

    private static String percentEncoded(String fileName) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : fileName.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (isAlphanumeric(c) || UNESCAPED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append(String.format("%%%02X", b & 0xff));
            }
        }
        return encoded.toString();
    }

    private static boolean isAlphanumeric(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
