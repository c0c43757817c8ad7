package no.altinncamel.broker.client.auth;

import java.util.List;

/**
 * The keys that a Maskinporten client may sign with, the preferred one first. They may change while the client runs.
 * Implementations are safe for use by many threads.
 */
public interface SigningKeys {

    /** @return at least one key; as long as nothing has changed, the same objects each time */
    List<SigningKey> current();

    /** As {@link #current()}, but looks for changes at once, because Maskinporten has refused a key. */
    List<SigningKey> reload();

    /** Keys that never change, the preferred one first. */
    static SigningKeys of(List<SigningKey> keys) {
        List<SigningKey> copy = List.copyOf(keys);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("At least one key is required");
        }
        return new SigningKeys() {

            @Override
            public List<SigningKey> current() {
                return copy;
            }

            @Override
            public List<SigningKey> reload() {
                return copy;
            }

            @Override
            public String toString() {
                return copy.toString();
            }
        };
    }
}
