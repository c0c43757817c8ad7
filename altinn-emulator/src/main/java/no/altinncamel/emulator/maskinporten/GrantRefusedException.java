package no.altinncamel.emulator.maskinporten;

/** A token request does not get a token. */
final class GrantRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    GrantRefusedException(Refusal refusal, String description) {
        super(description, null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
