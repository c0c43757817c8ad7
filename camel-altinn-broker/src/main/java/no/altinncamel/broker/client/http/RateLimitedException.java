package no.altinncamel.broker.client.http;

/**
 * A call was not made, because its turn under the Broker's rate limits would come later than the caller wants to wait. It is
 * retryable after {@link #retryAfter()}.
 */
public class RateLimitedException extends AltinnClientException {

    private static final long serialVersionUID = 1L;

    RateLimitedException(Failure failure) {
        super(failure);
    }
}
