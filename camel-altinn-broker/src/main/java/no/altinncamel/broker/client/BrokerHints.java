package no.altinncamel.broker.client;

import no.altinncamel.broker.client.http.Problem;

/** What usually is behind a refusal of the Broker and what mends it (altinn-broker 2.5, 3.4). */
final class BrokerHints {

    static final String WRONG_ADDRESS =
            "this is not an answer of the Broker: check the platform URL, and a proxy on the way";

    private BrokerHints() {}

    /** @return a hint, or {@code null} where the Broker's own words are enough */
    static String of(BrokerOperation operation, int status, Problem problem) {
        return problem.code() == null ? withoutCode(operation, status) : withCode(problem.code());
    }

    private static String withoutCode(BrokerOperation operation, int status) {
        return switch (status) {
            case 401 ->
                "Altinn does not accept the token itself: check that Maskinporten and the platform are of the same environment, that"
                        + " the token is exchanged, and this machine's clock";
            case 403 ->
                "the token lacks the scope " + operation.scope()
                        + ": ask for it, and have it granted to the client in Maskinporten";
            case 404 -> operation == BrokerOperation.TUS ? null : WRONG_ADDRESS;
            case 405 -> WRONG_ADDRESS;
            case 406, 415 -> "something on the way has changed the headers of the request: check the proxy";
            case 413 ->
                operation == BrokerOperation.TUS
                        ? null
                        : "a gateway or proxy on the way does not let so large a body pass";
            case 429 ->
                "Altinn limits the calls a minute of each Maskinporten client; other programs with the same client count too";
            case 500 ->
                operation == BrokerOperation.CONFIRM
                        ? "this is also what the Broker answers to an organisation that is not among the recipients"
                        : null;
            default -> status / 100 == 3 ? WRONG_ADDRESS : null;
        };
    }

    private static String withCode(String code) {
        return switch (code) {
            case "BRO-00001" -> "check the id, and that it is of this environment";
            case "BRO-00002", "BRO-00021" -> "the owner of the resource has to finish its set-up in Altinn";
            case "BRO-00003" -> "the sender has not uploaded the file yet";
            case "BRO-00004" -> "a transfer takes one file: create a new transfer";
            case "BRO-00005" -> "check the resource id with the service owner who registered the resource";
            case "BRO-00006" ->
                "the token is good but gives no access: check the spelling of the resource id, that the service owner has given the"
                        + " organisation access to the resource, and that the sender is the organisation of the token";
            case "BRO-00007" -> "the file is not published yet, has failed or is gone: look at the transfer's status";
            case "BRO-00008" -> "the Broker could not store the file: create a new transfer";
            case "BRO-00009" -> "the transfer is lost: create a new one with the checksum of the bytes that are sent";
            case "BRO-00010" -> "look at the transfer's status";
            case "BRO-00016" -> "the resource does not take so large a file";
            case "BRO-00019" -> "download the file first";
            case "BRO-00020" -> "leave the virus scan on, or have the resource approved by Altinn";
            case "BRO-00026", "BRO-00027" -> "the service owner demands a certain party as sender or only recipient";
            case "BRO-00028" -> "the service owner has to put the recipients on the access list of the resource";
            default -> null;
        };
    }
}
