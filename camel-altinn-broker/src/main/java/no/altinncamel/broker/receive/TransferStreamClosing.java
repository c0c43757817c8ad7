package no.altinncamel.broker.receive;

import java.io.IOException;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a download when the exchange that carries it is done, whatever its outcome. It is not handed over: whoever takes over
 * has a stream of its own, and the old holder may still be reading this one.
 */
public final class TransferStreamClosing extends SynchronizationAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TransferStreamClosing.class);

    private final TransferBody body;

    public TransferStreamClosing(TransferBody body) {
        this.body = body;
    }

    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public void onDone(Exchange exchange) {
        try {
            body.close();
        } catch (IOException e) {
            LOG.debug("Closing {} failed; the connection is gone already", body, e);
        }
    }
}
