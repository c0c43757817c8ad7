package no.altinncamel.broker.receive;

import org.apache.camel.Exchange;

/** The body of a received transfer, in whatever form the route gets it. */
public interface ReceivedBody {

    /** The exchange has it as its body now. To be called after everything was added that shall run when it is closed. */
    default void carriedBy(Exchange exchange) {}

    /** The exchange that had it is gone, and with it whoever would have closed it: closes what is open. Does not throw. */
    default void abandon() {}

    /** The file is done with, whoever had it: deletes what is left of it. Does not throw. */
    void discard();

    /** Whether it could not be had because its consumer was stopped; the file is then as if it had not been started. */
    default boolean stopped() {
        return false;
    }
}
