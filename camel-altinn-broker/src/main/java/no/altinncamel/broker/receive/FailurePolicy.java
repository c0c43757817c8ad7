package no.altinncamel.broker.receive;

import org.apache.camel.Exchange;

/**
 * What happens to files whose route fails.
 *
 * @param backoff     how long each waits before it is tried again
 * @param maxAttempts after so many failures the decision is asked; 0 = never
 * @param poison      the decision
 */
public record FailurePolicy(Backoff backoff, int maxAttempts, Poison poison) {

    /** Decides what becomes of a file that failed too often. */
    @FunctionalInterface
    public interface Poison {

        /** Leaves such files where they are. */
        Poison LEAVE = (content, failed, outcome) -> false;

        /**
         * @param  content   the file, which can be read again
         * @param  failed    the exchange whose route failed last
         * @param  outcome   told, perhaps before this returns and perhaps much later, whether that succeeded, so that the
         *                   file can be confirmed
         * @return           whether the file is taken care of; {@code false} leaves it at the Broker, not to be tried again,
         *                   and the outcome is told nothing
         * @throws Exception if it could not be decided; the file is tried again later
         */
        boolean takesCare(TransferContent content, Exchange failed, TransferCompletion.Outcome outcome)
                throws Exception;
    }
}
