package no.altinncamel.examples.requestanswer;

/**
 * What the two organisations have agreed on. An answer has the reference of its request; the property list says what a file is, what an
 * answer belongs to, and whether it is one.
 */
final class Letters {

    static final String TYPE = "type";
    static final String REQUEST = "request";
    static final String ANSWER = "answer";

    /** The id of the transfer that the request came with. */
    static final String IN_REPLY_TO = "inReplyTo";

    static final String OUTCOME = "outcome";
    static final String ANSWERED = "answered";
    static final String REFUSED = "refused";

    private Letters() {}

    /** @return for the option {@code filter} of a consumer that wants files of one type only */
    static String only(String type) {
        return "RAW(${header.CamelAltinnBrokerFileTransfer.properties[" + TYPE + "]} == '" + type + "')";
    }
}
