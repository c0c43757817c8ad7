package no.altinncamel.broker.receive;

import java.time.Duration;
import java.util.UUID;

import no.altinncamel.broker.client.FileTransfer;

/** Is told what an operator should know about files on their way in. */
public interface ReceiveListener {

    /** A file that was met and is not settled expires soon; told once for each. */
    void expiring(FileTransfer transfer, Duration left);

    /** A route failed. */
    void failed(UUID transferId);

    /** The route has failed so often that it is not tried again. */
    void givenUp(KnownTransfer transfer);

    /** The route succeeded, and the file can never be confirmed, because the Broker does not have it any more. */
    void neverConfirmed(KnownTransfer transfer);

    /** A file was confirmed. */
    void confirmed(FileTransfer transfer);
}
