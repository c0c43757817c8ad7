package no.altinncamel.broker.onboarding;

/** What to do about a step that is not fine, and whom to ask. All of the check's advice is here; docs/onboarding.md explains it. */
enum Advice {
    SCOPE(
            "have the scope granted to your organisation, then add it to the Maskinporten client; if you only receive, or only"
                    + " send, set the option scopes to the one scope that you need",
            "Altinn, who grants the Broker scopes to organisations, for test and production separately; then whoever manages"
                    + " your client in Digdir's self-service"),
    DELEGATION(
            "have the customer delegate the scope to your organisation in Altinn (access management, API delegation), in this"
                    + " environment's Altinn; test and production are separate",
            "the customer, who delegates it in Altinn; nobody else can"),
    NO_BROKER_SCOPE(
            "leave the option scopes out, or let it name altinn:broker.write to send, altinn:broker.read to receive, or both",
            "whoever configured this program"),
    TOKEN_WITHOUT_SCOPE(
            "let the bean of the option tokenProvider ask for the scopes that it is given",
            "whoever provides the tokens"),
    CLIENT(
            "compare client id, key id, key and environment with the registration of the Maskinporten client",
            "whoever manages your client in Digdir's self-service; Digdir's support with the trace id, if the registration is"
                    + " as configured"),
    CLOCK("turn on time synchronisation (NTP) on this machine", "whoever runs this machine"),
    KEY(
            "mend the option that is named; the key is the private key whose public half is registered on the Maskinporten client",
            "whoever deployed this program"),
    SYSTEM_USER(
            "have the customer approve the system user",
            "the customer, who approves it in Altinn; if it is approved, whoever registered your system in Altinn's system"
                    + " register"),
    TOKEN_PROVIDER(
            "look at what the bean of the option tokenProvider gets its tokens from", "whoever provides the tokens"),
    MASKINPORTEN_UNREACHABLE(
            "check that this machine reaches Maskinporten (address, firewall, proxy options), then run the check again",
            "whoever runs your network; Digdir's status page tells of outages"),
    RESOURCE(
            "check the resource id; have your organisation (or the system user) given read or write on the resource",
            "the service owner, who registered the resource and decides who has access to it"),
    EXCHANGE(
            "check that Maskinporten and the platform are of the same environment",
            "Altinn's support, with the trace id"),
    ROUND_TRIP("check the platform's address and what is between it and this machine", "Altinn's support"),
    ALTINN_UNREACHABLE(
            "check that this machine reaches Altinn (address, firewall, proxy options), then run the check again",
            "whoever runs your network; Altinn's status page tells of outages"),
    BUSY(
            "wait a minute, then run the check again; other programs with the same Maskinporten client use up the calls that"
                    + " Altinn allows a minute",
            "whoever else runs programs with this Maskinporten client"),
    EVENTS_SCOPE(
            "nothing, if files are fetched by polling; to be woken by events, have altinn:events.subscribe granted and add it to"
                    + " the Maskinporten client",
            "Altinn, who grants the scope"),
    EVENTS_DELEGATION(
            "nothing, if files are fetched by polling; to be woken by events, have the customer delegate"
                    + " altinn:events.subscribe",
            "the customer"),
    EVENTS("nothing, if files are fetched by polling", "Altinn's support"),
    SCOPES_FIRST("mend step 1 first", null),
    CLIENT_FIRST("mend step 2 first", null),
    TOKEN_FIRST("mend steps 1 and 2 first", null),
    ROUND_TRIP_FIRST("mend step 4 first", null);

    private final String toDo;
    private final String ask;

    Advice(String toDo, String ask) {
        this.toDo = toDo;
        this.ask = ask;
    }

    String toDo() {
        return toDo;
    }

    /** {@code null} if nobody needs to be asked. */
    String ask() {
        return ask;
    }
}
