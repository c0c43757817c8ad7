package no.altinncamel.broker;

import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.HttpResponseAware;

import no.altinncamel.broker.client.UploadFailedException;
import no.altinncamel.broker.client.http.AltinnClientException;

/**
 * What went wrong between this component and Altinn or Maskinporten. The message is one for an operator: what was tried, what
 * the server said, what to do. It never holds a body, a token or a key.
 */
public class AltinnBrokerException extends RuntimeCamelException implements HttpResponseAware {

    private static final long serialVersionUID = 1L;

    private int httpResponseCode;
    private String httpResponseStatus;
    private final String code;
    private final String title;
    private final String detail;
    private final String traceId;
    private final boolean retryable;
    private final boolean outcomeUnknown;
    private final String fileTransferId;
    private final String fileTransferStatus;

    AltinnBrokerException(AltinnClientException cause) {
        super(cause.getMessage(), cause);
        this.httpResponseCode = cause.status();
        this.httpResponseStatus = cause.title();
        this.code = cause.code();
        this.title = cause.title();
        this.detail = cause.detail();
        this.traceId = cause.traceId();
        this.retryable = cause.retryable();
        this.outcomeUnknown = cause.outcomeUnknown();
        UploadFailedException upload = cause instanceof UploadFailedException failed ? failed : null;
        this.fileTransferId = upload == null ? null : upload.transferId().toString();
        this.fileTransferStatus = upload == null || upload.transferStatus() == null
                ? null
                : upload.transferStatus().wireName();
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

    /** Whether the same exchange may succeed later without a change to it or to the configuration. */
    public boolean isRetryable() {
        return retryable;
    }

    /**
     * Whether the call may have had its effect although it failed, because its answer was lost. After an initialize this means
     * that a transfer without a file may have been left behind; it expires by itself.
     */
    public boolean isOutcomeUnknown() {
        return outcomeUnknown;
    }

    /** After a failed upload: the transfer it was for, else {@code null}. */
    public String getFileTransferId() {
        return fileTransferId;
    }

    /** After a failed upload: the state the transfer is in, or {@code null} if it could not be found out. */
    public String getFileTransferStatus() {
        return fileTransferStatus;
    }
}
