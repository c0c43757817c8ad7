package no.altinncamel.emulator.maskinporten;

/** The kind of client that a scope is made for; only scopes of the first kind can be had from Maskinporten. */
public enum IntegrationType {
    MASKINPORTEN,
    IDPORTEN,
    API_KLIENT
}
