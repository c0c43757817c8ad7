package no.altinncamel.broker.client;

/**
 * Is told how one file moves, by those who move it: for each buffer, and by several threads at once if it goes in parts. It has to
 * be quick and never fails.
 */
public interface TransferProgress {

    /** For a file that nobody watches. */
    TransferProgress NONE = new TransferProgress() {};

    /** In how many parts at once the file goes; told before the first byte if there is more than one, and again when it changes. */
    default void parts(int number) {}

    /** @param bytes that have moved; negative if bytes that have moved must do so again */
    default void moved(long bytes) {}

    /** @param bytes that an earlier transfer has brought, so that they count but do not move */
    default void present(long bytes) {}

    /**
     * The transfer goes on after an interruption.
     *
     * @param bytes that do not have to move a second time owing to that
     */
    default void spared(long bytes) {}

    /**
     * The transfer is over. Only the first call counts.
     *
     * @param whole whether the whole file has arrived
     */
    default void ended(boolean whole) {}
}
