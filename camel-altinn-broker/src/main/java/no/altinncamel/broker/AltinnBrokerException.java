package no.altinncamel.broker;

import java.io.IOException;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.HttpResponseAware;

import no.altinncamel.broker.client.DownloadException;
import no.altinncamel.broker.client.TransferException;
import no.altinncamel.broker.client.UploadFailedException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.receive.ReceiveFailures;

/**
 * What went wrong between this component and Altinn or Maskinporten. The message is one for an operator: what was tried, what
 * the server said, what to do. It never holds a body, a token or a key.
 */
public class AltinnBrokerException extends RuntimeCamelException implements HttpResponseAware {

    private static final long serialVersionUID = 1L;
    private static final String SPENT = " - the body was read and cannot be read again";

    /** Reading a body throws an IOException, as streams do, whose cause is this exception. */
    static final ReceiveFailures RECEIVE_FAILURES = new ReceiveFailures() {

        @Override
        public IOException ofReading(DownloadException failure) {
            return new IOException(failure.getMessage(), new AltinnBrokerException(failure));
        }

        @Override
        public Exception ofCall(AltinnClientException failure) {
            return new AltinnBrokerException(failure);
        }
    };

    private int httpResponseCode;
    private String httpResponseStatus;
    private final String code;
    private final String title;
    private final String detail;
    private final String traceId;
    private final boolean retryable;
    private final boolean resumable;
    private final boolean outcomeUnknown;
    private final String fileTransferId;
    private final String fileTransferStatus;

    AltinnBrokerException(AltinnClientException cause) {
        this(cause, false);
    }

    /** @param spent whether the body was read and cannot be read again, so that the same exchange has nothing more to send */
    AltinnBrokerException(AltinnClientException cause, boolean spent) {
        this(cause.getMessage() + (spent ? SPENT : ""), cause, cause, spent);
    }

    /** While the body was read. */
    AltinnBrokerException(DownloadException cause) {
        this(cause.getMessage(), cause, cause.getCause() instanceof AltinnClientException call ? call : null, false);
    }

    /** @param call the call that failed, or {@code null} if what was received is at fault */
    private AltinnBrokerException(String message, Exception cause, AltinnClientException call, boolean spent) {
        super(message, cause);
        TransferException transfer = call instanceof TransferException known ? known : null;
        this.httpResponseCode = call == null ? 0 : call.status();
        this.httpResponseStatus = call == null ? null : call.title();
        this.code = call == null ? null : call.code();
        this.title = call == null ? null : call.title();
        this.detail = call == null ? null : call.detail();
        this.traceId = call == null ? null : call.traceId();
        this.outcomeUnknown = call != null && call.outcomeUnknown();
        this.resumable = call instanceof UploadFailedException upload && upload.resumable();
        // to send again what may have arrived would make two transfers of one file, unless that one is looked at first
        boolean twice = transfer != null && outcomeUnknown && !transfer.foundAgain();
        this.retryable = (call == null || call.retryable() && !twice) && !spent;
        this.fileTransferId = transfer == null ? null : transfer.transferId().toString();
        this.fileTransferStatus = transfer == null || transfer.transferStatus() == null
                ? null
                : transfer.transferStatus().wireName();
    }

    /** Status of the answer; 0 if there was none. */
    @Override
    public int getHttpResponseCode() {
        return httpResponseCode;
    }

    @Override
    public void setHttpResponseCode(int code) {
        this.httpResponseCode = code;
    }

    @Override
    public String getHttpResponseStatus() {
        return httpResponseStatus;
    }

    @Override
    public void setHttpResponseStatus(String status) {
        this.httpResponseStatus = status;
    }

    /** The Broker's or Maskinporten's own code, such as {@code BRO-00006} or {@code MP-303}, or {@code null}. */
    public String getCode() {
        return code;
    }

    /** Title of the problem as the server gave it, or {@code null}. */
    public String getTitle() {
        return title;
    }

    /** Detail of the problem as the server gave it, or {@code null}. */
    public String getDetail() {
        return detail;
    }

    /** The server's trace id, which Altinn's support asks for, or {@code null}. */
    public String getTraceId() {
        return traceId;
    }

    /**
     * Whether the same exchange may succeed later without a change to it or to the configuration, and may be repeated without
     * sending a file twice.
     */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * Whether an upload goes on where the Broker stands when the same file is sent again, because what has arrived was kept
     * (option {@code uploadStoreDirectory}).
     */
    public boolean isResumable() {
        return resumable;
    }

    /**
     * Whether the call may have had its effect although it failed, because its answer was lost. After an initialize this means
     * that a transfer without a file may have been left behind; it expires by itself.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }

    /** After a failed upload or publication: the transfer it was for, else {@code null}. */
    public String getFileTransferId() {
        return fileTransferId;
    }

    /** After a failed upload or publication: the state the transfer is in, or {@code null} if it could not be found out. */
    public String getFileTransferStatus() {
        return fileTransferStatus;
    }
}
