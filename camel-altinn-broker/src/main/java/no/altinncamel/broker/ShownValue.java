package no.altinncamel.broker;

/** How a message quotes the value of an option that is no secret. Somebody may have put a key there by mistake. */
final class ShownValue {

    /** Characters: an address or a number is shorter, a key is longer. */
    private static final int LONGEST = 100;

    private ShownValue() {}

    /** The subject of a sentence: the value in quotation marks, or its length if it may be a key. */
    static String of(String value) {
        if (value == null) {
            return "nothing";
        }
        boolean perhapsKey = value.length() > LONGEST
                || value.indexOf('{') >= 0
                || value.indexOf('"') >= 0
                || value.contains("-----");
        return perhapsKey ? "its value of " + value.length() + " characters" : "'" + value + "'";
    }
}
