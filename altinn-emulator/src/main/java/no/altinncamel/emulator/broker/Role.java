package no.altinncamel.emulator.broker;

/** What an organisation is to a transfer. */
public enum Role {
    SENDER("Sender"),
    RECIPIENT("Recipient");

    private final String wireName;

    Role(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
