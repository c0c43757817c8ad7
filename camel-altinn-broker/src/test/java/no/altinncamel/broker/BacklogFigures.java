package no.altinncamel.broker;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;

import no.altinncamel.broker.client.BrokerOperation;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.broker.RecipientStatus;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/**
 * Prints what it costs to receive a backlog: calls, time, and how old the oldest waiting file is on the way; the same under the
 * Broker's rate limits; and with files among them that always fail. Run it with {@code mvn -q -Pbacklog}; arguments: numbers
 * of waiting files, or {@code limits} for that part alone.
 */
public final class BacklogFigures {

    private static final int SENDERS = 4;
    private static final int GOOD = 1000;
    private static final int POISON = 150;
    /** Enough for more than two of the gateway's minutes, so that the burst of the first does not count for much. */
    private static final int LIMITED = 360;

    private static final double CEILING = 120;

    private final PrintStream out = System.out;

    private BacklogFigures() {}

    public static void main(String[] arguments) throws Exception {
        BacklogFigures figures = new BacklogFigures();
        if (List.of(arguments).equals(List.of("limits"))) {
            figures.limited();
            return;
        }
        List<Integer> sizes = new ArrayList<>();
        for (String argument : arguments) {
            sizes.add(Integer.valueOf(argument));
        }
        figures.backlog(sizes.isEmpty() ? List.of(100, 1000, 10_000) : sizes);
        figures.limited();
        figures.poison();
    }

    private void backlog(List<Integer> sizes) throws Exception {
        out.println("Backlog, without rate limits");
        out.println(
                "  waiting    list  overview  download  confirm   calls/file  seconds  files/s   age of the oldest waiting after 25 / 50 / 75 %");
        for (int size : sizes) {
            try (AltinnEmulator altinn = AltinnEmulator.start()) {
                altinn.rateLimits().enabled(false);
                send(altinn, size, "good");
                altinn.recorder().clear();
                try (CamelWithAltinn camel = receiver(altinn, true)) {
                    Instant start = Instant.now();
                    route(camel, altinn, "", Set.of());
                    List<String> ages = new ArrayList<>();
                    for (int quarter = 1; quarter <= 4; quarter++) {
                        awaitConfirmed(altinn, (int) ((long) size * quarter / 4));
                        if (quarter < 4) {
                            ages.add(oldestWaiting(altinn, start));
                        }
                    }
                    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
                    int calls = 0;
                    for (Operation operation :
                            List.of(Operation.LIST, Operation.OVERVIEW, Operation.DOWNLOAD, Operation.CONFIRM)) {
                        calls += altinn.recorder().count(operation);
                    }
                    out.printf(
                            Locale.ROOT,
                            "  %7d %7d %9d %9d %8d %12.2f %8.1f %8.0f   %s%n",
                            size,
                            altinn.recorder().count(Operation.LIST),
                            altinn.recorder().count(Operation.OVERVIEW),
                            altinn.recorder().count(Operation.DOWNLOAD),
                            altinn.recorder().count(Operation.CONFIRM),
                            (double) calls / size,
                            seconds,
                            size / seconds,
                            String.join(" / ", ages));
                }
            }
        }
    }

    /** How long after the start the oldest file that is still waiting has been waiting, and which one in the order of sending it is. */
    private static String oldestWaiting(AltinnEmulator altinn, Instant start) {
        List<Transfer> transfers = altinn.broker().transfers();
        for (int i = 0; i < transfers.size(); i++) {
            if (transfers.get(i).status() == TransferStatus.PUBLISHED) {
                return String.format(
                        Locale.ROOT,
                        "%.1f s (the %d. of %d)",
                        Duration.between(start, Instant.now()).toMillis() / 1000.0,
                        i + 1,
                        transfers.size());
            }
        }
        return "-";
    }

    private void limited() throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            altinn.rateLimits().enabled(false);
            send(altinn, LIMITED, "good");
            altinn.recorder().clear();
            altinn.rateLimits().clear();
            altinn.rateLimits().enabled(true);
            try (CamelWithAltinn camel = receiver(altinn, false)) {
                Instant start = Instant.now();
                route(camel, altinn, "", Set.of());
                awaitConfirmed(altinn, LIMITED);
                List<Instant> confirmed = altinn.recorder().calls(Operation.CONFIRM).stream()
                        .map(call -> call.at())
                        .sorted()
                        .toList();
                // the first 120 are a burst that the limits allow once; what can be kept up comes after it
                int from = (int) CEILING;
                double minutes = Duration.between(confirmed.get(from - 1), confirmed.get(LIMITED - 1))
                                .toMillis()
                        / 60_000.0;
                double sustained = (LIMITED - from) / minutes;
                double all = Duration.between(start, Instant.now()).toMillis() / 60_000.0;
                List<Operation> refused = altinn.recorder().calls().stream()
                        .filter(call -> call.status() == 429)
                        .map(RecordedCall::operation)
                        .toList();
                out.printf(
                        Locale.ROOT,
                        "%nWith the Broker's limits: %d files in %.2f minutes; after the first %d, %.1f files a minute, %.1f %% of the ceiling"
                                + " of %.0f; answers 429: %s; list calls: %d%n",
                        LIMITED,
                        all,
                        from,
                        sustained,
                        100 * sustained / CEILING,
                        CEILING,
                        refused.isEmpty() ? "0" : refused,
                        altinn.recorder().count(Operation.LIST));
            }
        }
    }

    private void poison() throws Exception {
        try (AltinnEmulator altinn = AltinnEmulator.start()) {
            altinn.rateLimits().enabled(false);
            Set<String> bad = ConcurrentHashMap.newKeySet();
            bad.addAll(send(altinn, POISON / 2, "bad"));
            send(altinn, GOOD / 2, "good");
            bad.addAll(send(altinn, POISON - POISON / 2, "bad"));
            send(altinn, GOOD - GOOD / 2, "good");
            try (CamelWithAltinn camel = receiver(altinn, true)) {
                Instant start = Instant.now();
                route(camel, altinn, "&failureBackoff=1000&maxAttempts=0", bad);
                awaitConfirmed(altinn, GOOD);
                Instant last = altinn.recorder().calls(Operation.CONFIRM).stream()
                        .map(call -> call.at())
                        .max(Instant::compareTo)
                        .orElseThrow();
                long delivered = altinn.broker().transfers().stream()
                        .filter(transfer -> transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED)
                        .count();
                long badConfirmed = altinn.broker().transfers().stream()
                        .filter(transfer -> bad.contains(transfer.id().toString()))
                        .filter(transfer -> transfer.recipients().stream()
                                .anyMatch(one -> one.highest() == RecipientStatus.DOWNLOAD_CONFIRMED))
                        .count();
                out.printf(
                        Locale.ROOT,
                        "%nPoison: %d files that always fail among %d good ones: good ones delivered %d, bad ones confirmed %d, the worst good"
                                + " one waited %.1f s%n",
                        POISON,
                        GOOD,
                        delivered,
                        badConfirmed,
                        Duration.between(start, last).toMillis() / 1000.0);
            }
        }
    }

    private static CamelWithAltinn receiver(AltinnEmulator altinn, boolean unlimited) {
        CamelWithAltinn camel = new CamelWithAltinn(altinn);
        if (!unlimited) {
            // instead of the unlimited one of tests
            camel.getCamelContextExtension()
                    .addContextPlugin(RateBudget.class, BrokerOperation.newRateBudget(Duration.ofMinutes(2)));
        }
        camel.start();
        return camel;
    }

    private static void route(CamelWithAltinn camel, AltinnEmulator altinn, String options, Set<String> bad)
            throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(camel.uri(altinn.recipient()) + "&initialDelay=0&concurrentTransfers=2" + options)
                        .process(exchange -> readOrFail(exchange, bad));
            }
        });
    }

    private static void readOrFail(Exchange exchange, Set<String> bad) {
        exchange.getMessage().getBody(byte[].class);
        if (bad.contains(exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID))) {
            throw new IllegalStateException("always fails");
        }
    }

    private static List<String> send(AltinnEmulator altinn, int number, String name) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            camel.start();
            ProducerTemplate template = camel.template();
            String uri = camel.uri(altinn.sender()) + "&disableVirusScan=true&sender="
                    + altinn.sender().organization() + "&recipients="
                    + altinn.recipient().organization();
            List<Future<String>> sent = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                String file = name + "-" + i;
                sent.add(senders.submit(() -> template.request(uri, exchange -> {
                            exchange.getMessage().setBody(file);
                            exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_NAME, file);
                        })
                        .getMessage()
                        .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class)));
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> one : sent) {
                ids.add(one.get(5, TimeUnit.MINUTES));
            }
            return ids;
        } finally {
            senders.shutdownNow();
        }
    }

    private static void awaitConfirmed(AltinnEmulator altinn, int number) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
        while (altinn.broker().transfers().stream()
                        .filter(transfer -> transfer.status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED)
                        .count()
                < number) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all files were received in time");
            }
            Thread.sleep(20);
        }
    }
}
