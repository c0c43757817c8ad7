package no.altinncamel.broker.client.http;

/**
 * A call was not made, because its turn under the Broker's rate limits would come later than the caller wants to wait, or
 * because whoever it was for was stopped while it waited. It is retryable: in the first case after {@link #retryAfter()}, in
 * the second, where that is {@code null}, when its owner runs again.
 */
public class RateLimitedException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    RateLimitedException(Failure failure) {
        super(failure);
    }
}
