package no.altinncamel.broker.receive;

/** The body of a received transfer, in whatever form the route gets it. */
public interface ReceivedBody {

    /** The exchange is done: closes what is open and deletes what is left. Does not throw. */
    void discard();
}
