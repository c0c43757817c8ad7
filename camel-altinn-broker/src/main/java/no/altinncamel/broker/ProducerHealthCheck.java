package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.onboarding.MissingStep;

/**
 * Whether a producer could do its work now: gets an access token and makes one list call. Searching is limited to ten calls a
 * minute for everything that shares the Maskinporten client, so a good answer serves for five minutes and a bad one for one. When it is down, the detail
 * {@code onboarding} names the step of the onboarding that is missing, if one is.
 */
final class ProducerHealthCheck implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(ProducerHealthCheck.class);

    private static final Duration GOOD_ANSWER_SERVES = Duration.ofMinutes(5);
    private static final Duration BAD_ANSWER_SERVES = Duration.ofMinutes(1);

    private final AltinnBrokerEndpoint endpoint;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean enabled = true;
    private volatile Result answer;
    private Instant answeredAt;

    ProducerHealthCheck(AltinnBrokerEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public Result call(Map<String, Object> options) {
        if (!enabled) {
            return HealthCheckResultBuilder.on(this)
                    .unknown()
                    .message("Disabled")
                    .build();
        }
        // a probe neither waits for another probe nor for a turn under the rate limits
        if (lock.tryLock()) {
            try {
                if (answer == null || clock.instant().isAfter(answeredAt.plus(serves(answer)))) {
                    answer = ask();
                    answeredAt = clock.instant();
                }
            } catch (RateLimitedException e) {
                LOG.debug("No turn for a health check: {}", e.getMessage());
            } finally {
                lock.unlock();
            }
        }
        Result known = answer;
        return known != null
                ? known
                : HealthCheckResultBuilder.on(this)
                        .detail(ENDPOINT_URI, endpoint.getEndpointBaseUri())
                        .unknown()
                        .message("Not asked yet")
                        .build();
    }

    private static Duration serves(Result answer) {
        return answer.getState() == State.UP ? GOOD_ANSWER_SERVES : BAD_ANSWER_SERVES;
    }

    private Result ask() {
        AltinnBrokerConfiguration configuration = endpoint.getConfiguration();
        HealthCheckResultBuilder builder = HealthCheckResultBuilder.on(this)
                .detail(ENDPOINT_URI, endpoint.getEndpointBaseUri())
                .detail("resourceId", configuration.getResourceId())
                .detail("platformUrl", configuration.platformUrl());
        try {
            endpoint.client().withRateLimitWait(Duration.ZERO).list(TransferQuery.of(configuration.getResourceId()));
            return builder.up().build();
        } catch (RateLimitedException e) {
            throw e;
        } catch (AltinnClientException e) {
            if (e.status() > 0) {
                builder.detail(HTTP_RESPONSE_CODE, e.status());
            }
            if (e.code() != null) {
                builder.detail("code", e.code());
            }
            MissingStep.after(e).ifPresent(step -> builder.detail("onboarding", step.toString()));
            if (e instanceof TokenException token && token.category() == TokenException.Category.CUSTOMER) {
                // one customer's missing approval is not a fault of this application (contract maskinporten 6.3, 14.8)
                return builder.unknown().message(e.getMessage()).build();
            }
            return builder.down().message(e.getMessage()).error(e).build();
        } catch (RuntimeException e) {
            // a token provider of the user's own may throw anything
            return builder.down().message(e.getMessage()).error(e).build();
        }
    }

    @Override
    public String getId() {
        return "producer:altinn-broker-" + endpoint.getConfiguration().getResourceId() + "-" + endpoint.getId();
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
