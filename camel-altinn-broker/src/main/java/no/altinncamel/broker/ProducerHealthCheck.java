package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.TransferQuery;
import no.altinncamel.broker.client.auth.TokenException;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.Problem;
import no.altinncamel.broker.client.http.RateLimitedException;
import no.altinncamel.broker.onboarding.MissingStep;

/**
 * Whether a producer could do its work now: gets an access token and makes one list call. Searching is limited to ten calls a
 * minute for everything that shares the Maskinporten client, so a good answer serves for five minutes and a bad one for one,
 * as the detail {@code askedAt} tells; where the limit leaves no call to renew it, it is given for three times as long and
 * then is unknown. When it is down, the detail {@code onboarding} names the step of the onboarding that is missing, if one is.
 * <p>
 * It asks as the customer in the options, or else as the owner of the Maskinporten client. The latter may lack access
 * although all is well, because a supplier's exchanges name their customers by header; such a refusal is therefore unknown and
 * not down.
 */
final class ProducerHealthCheck implements HealthCheck {

    static final String ASKED_AT = "askedAt";
    static final String STALE = "stale";

    private static final Logger LOG = LoggerFactory.getLogger(ProducerHealthCheck.class);

    private static final Duration GOOD_ANSWER_SERVES = Duration.ofMinutes(5);
    private static final Duration BAD_ANSWER_SERVES = Duration.ofMinutes(1);
    private static final int LONGEST_IN_TERMS = 3;

    /**
     * The Broker gives the organisation no access to the resource; Maskinporten has not given the scope to the organisation.
     * Both know the client and its key (contracts altinn-broker 3.4, maskinporten 6.2).
     */
    private static final Set<String> NO_ACCESS_OF_ITS_OWN = Set.of("BRO-00006", "MP-250");

    /** What was found out, and when. */
    private record Answer(Result result, Instant askedAt) {

        boolean isDue(Instant now) {
            return now.isAfter(askedAt.plus(serves()));
        }

        boolean isTooOld(Instant now) {
            return now.isAfter(askedAt.plus(serves().multipliedBy(LONGEST_IN_TERMS)));
        }

        private Duration serves() {
            return result.getState() == State.UP ? GOOD_ANSWER_SERVES : BAD_ANSWER_SERVES;
        }
    }

    private final AltinnBrokerEndpoint endpoint;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean enabled = true;
    private volatile Answer answer;

    ProducerHealthCheck(AltinnBrokerEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Adds itself to the context's checks of producers, if that has any. */
    void register() {
        WritableHealthCheckRepository repository = repository();
        if (repository != null) {
            enabled = endpoint.getComponent().isHealthCheckProducerEnabled();
            repository.addHealthCheck(this);
        }
    }

    void deregister() {
        WritableHealthCheckRepository repository = repository();
        if (repository != null) {
            repository.removeHealthCheck(this);
        }
    }

    private WritableHealthCheckRepository repository() {
        return HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "producers", WritableHealthCheckRepository.class);
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
                if (answer == null || answer.isDue(clock.instant())) {
                    Instant askedAt = clock.instant();
                    answer = new Answer(ask(askedAt), askedAt);
                }
            } catch (RateLimitedException e) {
                LOG.debug("No turn for a health check: {}", e.getMessage());
            } finally {
                lock.unlock();
            }
        }
        Answer known = answer;
        if (known == null) {
            // to be UNKNOWN is not to be ready, and another probe is just asking
            return result().up().message("Not asked yet").build();
        }
        return known.isTooOld(clock.instant()) ? tooOld(known) : known.result();
    }

    private HealthCheckResultBuilder result() {
        return HealthCheckResultBuilder.on(this).detail(ENDPOINT_URI, endpoint.getEndpointBaseUri());
    }

    private Result tooOld(Answer known) {
        return result().detail(ASKED_AT, known.askedAt().toString())
                .detail(STALE, true)
                .state(known.result().getState())
                .message("This answer, " + known.result().getState() + ", is of " + known.askedAt()
                        + ": since then the rate limits have left no list call, or a call has not ended")
                .build();
    }

    private Result ask(Instant askedAt) {
        AltinnBrokerConfiguration configuration = endpoint.getConfiguration();
        HealthCheckResultBuilder builder = result().detail(ASKED_AT, askedAt.toString())
                .detail("resourceId", configuration.getResourceId())
                .detail("platformUrl", configuration.platformUrl());
        try {
            endpoint.client().withRateLimitWait(Duration.ZERO).list(TransferQuery.of(configuration.getResourceId()));
            return builder.up().build();
        } catch (RateLimitedException e) {
            throw e;
        } catch (AltinnClientException e) {
            return refused(builder, e);
        } catch (RuntimeException e) {
            // a token provider of the user's own may throw anything, with a token in its message
            return builder.down()
                    .message(e.getClass().getSimpleName() + ": " + Problem.printable(e.getMessage()))
                    .build();
        }
    }

    private Result refused(HealthCheckResultBuilder builder, AltinnClientException e) {
        if (e.status() > 0) {
            builder.detail(HTTP_RESPONSE_CODE, e.status());
        }
        if (e.code() != null) {
            builder.detail("code", e.code());
        }
        MissingStep.after(e).ifPresent(step -> builder.detail("onboarding", step.toString()));
        if (e instanceof TokenException token && token.category() == TokenException.Category.CUSTOMER) {
            // one customer's missing approval is not a fault of this application (contract maskinporten 6.3, 14.8)
            return builder.up().message(e.getMessage()).build();
        }
        if (e.code() != null
                && NO_ACCESS_OF_ITS_OWN.contains(e.code())
                && endpoint.getConfiguration().isCustomerRequired()) {
            return builder.up().message(withoutOwnAccess(e)).build();
        }
        return builder.down().message(e.getMessage()).error(e).build();
    }

    private static String withoutOwnAccess(AltinnClientException e) {
        return (e instanceof TokenException ? "Maskinporten knows client and key" : "An access token was obtained")
                + ", but the owner of the client has no access of its own, which is no fault as each exchange names its"
                + " customer by header: " + e.getMessage();
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
