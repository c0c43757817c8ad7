package no.altinncamel.broker.receive;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Gives a stream of its own to an exchange that takes over from another one. Camel's queues do so themselves; where nobody does,
 * each would rewind the stream under the other.
 */
final class TransferStreamHandover extends SynchronizationAdapter {

    @Override
    public void beforeHandover(Exchange target) {
        if (target.getMessage().getBody() instanceof TransferBody body) {
            target.getMessage().setBody(body.copy(target));
        }
    }
}
