package no.altinncamel.broker.receive;

import java.io.IOException;

import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.http.AltinnClientException;

/** Makes the client's exceptions those that a route knows. */
public interface ReceiveFailures {

    /** For what reading a body throws; its cause is the route's exception. */
    IOException ofReading(DownloadException failure);

    /** For a call that failed. */
    Exception ofCall(AltinnClientException failure);
}
