package no.altinncamel.broker.client.http;

import java.time.Duration;

/**
 * How far one limit was used when it was looked at.
 *
 * @param clientId  Maskinporten client
 * @param operation the Broker's operation
 * @param limit     calls a minute that we allow ourselves; 0 = any number
 * @param used      calls that count against it now; 0 where any number is allowed
 * @param waiting   callers that wait for their turn
 * @param closedFor how long the gateway has asked us to stay away ({@code Retry-After}); zero if it has not
 * @param untilTurn how long a party that does not wait yet would wait if it came now; zero = not at all
 */
public record RateLimitUsage(
        String clientId, String operation, int limit, int used, int waiting, Duration closedFor, Duration untilTurn) {}
