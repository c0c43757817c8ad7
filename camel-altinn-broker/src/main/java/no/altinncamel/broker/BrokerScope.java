package no.altinncamel.broker;

/** Which Maskinporten scope an operation needs (contract altinn-broker 2.1). */
final class BrokerScope {

    static final String WRITE = "altinn:broker.write";
    static final String READ = "altinn:broker.read";

    private BrokerScope() {}

    /** The scope for an operation on its own; looking around is possible with either, and then means receiving. */
    static String of(AltinnBrokerOperation operation) {
        return of(operation, READ);
    }

    /** The scope for an operation, or the given one if either scope will do. */
    static String of(AltinnBrokerOperation operation, String otherwise) {
        return switch (operation) {
            case send, initialize, upload -> WRITE;
            case download, confirm -> READ;
            case overview, details, list, diagnose -> otherwise;
        };
    }
}
