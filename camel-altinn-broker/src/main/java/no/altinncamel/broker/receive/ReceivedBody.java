package no.altinncamel.broker.receive;

/** The body of a received transfer, in whatever form the route gets it. */
public interface ReceivedBody {

    /** The exchange is done: closes what is open and deletes what is left. Does not throw. */
    void discard();

    /** Whether it could not be had because its consumer was stopped; the file is then as if it had not been started. */
    default boolean stopped() {
        return false;
    }
}
