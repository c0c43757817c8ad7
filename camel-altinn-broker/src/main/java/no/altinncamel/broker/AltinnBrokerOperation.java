package no.altinncamel.broker;

/** What a producer does with an exchange. */
public enum AltinnBrokerOperation {

    /** Initialize a transfer and upload the message body. The body stays; ids and status are set as headers. */
    send,

    /** Initialize a transfer only. The body stays; the id is set as header. */
    initialize,

    /** Upload the message body to a transfer that is initialized. */
    upload,

    /** Read a transfer's metadata and state; the body becomes a FileTransfer. */
    overview,

    /** As overview, with the history of states; the body becomes a FileTransferDetails. Limited to 10 calls a minute. */
    details,

    /** Search transfers; the body becomes a list of transfer ids, at most 100. Limited to 10 calls a minute. */
    list,

    /** Download a transfer; the body becomes a stream that opens when it is first read. */
    download,

    /** Confirm that a transfer has been received. */
    confirm,

    /**
     * Check what is missing of the onboarding: scopes, Maskinporten client, access to the resource, API, events. Asks anew,
     * reads only and leaves nothing behind; the body becomes an OnboardingReport, whose text is for a person.
     */
    diagnose;

    /** Whether the body of the message is what goes to the Broker. */
    boolean sendsBody() {
        return this == send || this == upload;
    }
}
