package no.altinncamel.emulator;

/**
 * One organisation's way into an Altinn environment: its Maskinporten client and the key registered on it.
 *
 * @param organization organisation number, nine digits
 * @param clientId     Maskinporten client id
 * @param keyId        {@code kid} of the registered key
 * @param privateJwk   the private key as a JWK; a throw-away key in the emulator, a secret in a remote environment
 */
public record AltinnAccount(String organization, String clientId, String keyId, String privateJwk) {

    @Override
    public String toString() {
        return "AltinnAccount[organization=" + organization + ", clientId=" + clientId + ", keyId=" + keyId + "]";
    }
}
