package no.altinncamel.broker.client;

import java.io.IOException;

/**
 * Where it is remembered how far uploads by TUS have come, so that they can go on after a restart. A text of at most some kilobytes for
 * each upload that is not complete; it holds ids and sizes, no secrets. Has to be safe for use by several threads.
 * <p>
 * The key says which file is meant: 64 hexadecimal digits, or the id of a transfer.
 */
public interface UploadStore {

    /**
     * Reserves a key, so that no two uploads of one file go on with the same transfer, which would destroy it. Within one
     * endpoint this is seen to already; a store that several processes use has to see to it between them.
     *
     * @return whether nobody else has reserved it
     */
    default boolean acquire(String key) throws IOException {
        return true;
    }

    /** Ends the reservation of a key. */
    default void release(String key) throws IOException {}

    /** @return what was saved last, or {@code null} */
    String load(String key) throws IOException;

    /** Replaces what was saved before. It has to be durable when this returns. */
    void save(String key, String text) throws IOException;

    /** Forgets the key; does nothing if it is not known. */
    void remove(String key) throws IOException;
}
