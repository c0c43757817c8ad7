package no.altinncamel.broker;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import no.altinncamel.broker.client.tus.Cancellation;

/** The exchanges of a producer that are under way, so that they can be ended with their route. */
final class RunningUploads {

    private static final Logger LOG = LoggerFactory.getLogger(RunningUploads.class);

    /** One of them. */
    final class Upload implements AutoCloseable {

        private final Cancellation cancellation = new Cancellation();
        /** The one that the exchange came into, and the one that it is in. */
        private final Set<String> routeIds;

        private Upload(Exchange exchange) {
            this.routeIds = Stream.of(exchange.getFromRouteId(), ExchangeHelper.getAtRouteId(exchange))
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        }

        private boolean isStopping(CamelContext context) {
            return context.isStopping()
                    || context.isStopped()
                    || routeIds.stream().anyMatch(routeId -> RunningUploads.isStopping(context, routeId));
        }

        Cancellation cancellation() {
            return cancellation;
        }

        @Override
        public void close() {
            end(this);
        }
    }

    private final Set<Upload> running = new HashSet<>();

    synchronized Upload begin(Exchange exchange) {
        Upload upload = new Upload(exchange);
        running.add(upload);
        return upload;
    }

    private synchronized void end(Upload upload) {
        running.remove(upload);
        notifyAll();
    }

    /**
     * Ends those whose route is being stopped. A producer is also stopped when it falls out of Camel's cache although it is at
     * work; its uploads then go on.
     *
     * @param longest how long to wait until they have ended
     */
    void stop(CamelContext context, Duration longest) {
        List<Upload> ended;
        synchronized (this) {
            ended = running.stream()
                    .filter(upload -> upload.isStopping(context))
                    .toList();
        }
        ended.forEach(upload -> upload.cancellation.stop());
        awaitEnd(ended, longest);
    }

    private static boolean isStopping(CamelContext context, String routeId) {
        // a route still calls itself started while its processors are being stopped, but its consumer does not
        Route route = context.getRoute(routeId);
        return route != null
                && route.getConsumer() instanceof StatefulService consumer
                && (consumer.isStopping() || consumer.isStopped());
    }

    private synchronized void awaitEnd(List<Upload> ended, Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        try {
            while (ended.stream().anyMatch(running::contains)) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    LOG.warn("An upload has not ended within {} s after its route was stopped", longest.toSeconds());
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
