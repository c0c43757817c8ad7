package no.altinncamel.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.broker.RecipientStatus;
import no.altinncamel.emulator.broker.Transfer;
import no.altinncamel.emulator.broker.TransferStatus;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/**
 * An Altinn of its own in which files are received while a fault is armed. Several of them work side by side, because most of
 * a fault's time is spent waiting, and a fault strikes whoever makes the call.
 */
final class FaultyReception implements AutoCloseable {

    static final int FILES = 3;
    /** Shorter than the pause of a delayed answer, longer than a busy machine needs. */
    static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(1000);

    private static final Duration LONG = Duration.ofSeconds(60);
    /** So many polls after the last confirmation, a file that is routed again would have been. */
    private static final int POLLS_AFTERWARDS = 3;

    private final AltinnEmulator altinn = AltinnEmulator.start();
    private final CamelWithAltinn sending = new CamelWithAltinn(altinn);
    private final ProducerTemplate template;

    FaultyReception() {
        altinn.rateLimits().enabled(false);
        sending.start();
        template = sending.template();
    }

    /** A file's way. {@code ends} is when its route reached its last step, each time; {@code confirmed} is {@code null} if never. */
    record FileOutcome(String sent, int routed, List<Instant> ends, List<String> contents, Instant confirmed) {}

    /** @param unused faults that did not strike, because there was no such call */
    record Outcome(List<FileOutcome> files, int unused) {

        int mostRouted() {
            return files.stream().mapToInt(FileOutcome::routed).max().orElse(0);
        }

        long confirmed() {
            return files.stream().filter(file -> file.confirmed() != null).count();
        }
    }

    private record Passage(UUID id, Instant end, String content) {}

    /** Sends the files, arms the fault, receives, and looks at what became of them. */
    Outcome receive(Operation step, Fault fault, int times) throws Exception {
        String resource = "resource-" + System.nanoTime();
        altinn.broker().addResource(resource);
        List<String> contents = new ArrayList<>();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            contents.add(("file " + i + " ").repeat(100));
            ids.add(send(resource, contents.get(i)));
        }
        altinn.faults().next(step, times, fault);
        List<UUID> begun = Collections.synchronizedList(new ArrayList<>());
        List<Passage> ended = Collections.synchronizedList(new ArrayList<>());
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn)) {
            start(camel, resource, begun, ended);
            try {
                Awaitility.await().atMost(LONG).until(() -> ids.stream().allMatch(this::isConfirmed));
                int polls = altinn.recorder().count(Operation.LIST) + POLLS_AFTERWARDS;
                Awaitility.await().atMost(LONG).until(() -> altinn.recorder().count(Operation.LIST) >= polls);
            } catch (ConditionTimeoutException e) {
                // the outcome says which file it was
            }
        }
        int unused = altinn.faults().waiting(step);
        altinn.faults().clear();
        List<FileOutcome> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(outcome(ids.get(i), contents.get(i), begun, ended));
        }
        return new Outcome(files, unused);
    }

    private UUID send(String resource, String content) {
        String uri = sending.uri(resource, altinn.sender()) + "&disableVirusScan=true&fileName=file.txt&sender="
                + altinn.sender().organization() + "&recipients="
                + altinn.recipient().organization();
        return UUID.fromString(
                template.request(uri, exchange -> exchange.getMessage().setBody(content))
                        .getMessage()
                        .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class));
    }

    private void start(CamelWithAltinn camel, String resource, List<UUID> begun, List<Passage> ended) throws Exception {
        AltinnBrokerConfiguration configuration = camel.component().getConfiguration();
        configuration.setResponseTimeout(RESPONSE_TIMEOUT.toMillis());
        configuration.setFailureBackoff(100);
        configuration.setFailureBackoffMax(1000);
        camel.start();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(camel.uri(resource, altinn.recipient()) + "&initialDelay=0&delay=100")
                        .process(exchange -> begun.add(id(exchange)))
                        .process(exchange -> {
                            String content = exchange.getMessage().getBody(String.class);
                            ended.add(new Passage(id(exchange), Instant.now(), content));
                        });
            }
        });
    }

    private static UUID id(Exchange exchange) {
        return UUID.fromString(exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class));
    }

    private boolean isConfirmed(UUID id) {
        return transfer(id).status() == TransferStatus.ALL_CONFIRMED_DOWNLOADED;
    }

    private Transfer transfer(UUID id) {
        return altinn.broker().transfer(id.toString());
    }

    private FileOutcome outcome(UUID id, String sent, List<UUID> begun, List<Passage> ended) {
        List<Passage> passages =
                ended.stream().filter(passage -> passage.id().equals(id)).toList();
        return new FileOutcome(
                sent,
                Collections.frequency(begun, id),
                passages.stream().map(Passage::end).toList(),
                passages.stream().map(Passage::content).toList(),
                transfer(id).recipientHistory().stream()
                        .filter(change -> change.status() == RecipientStatus.DOWNLOAD_CONFIRMED)
                        .map(Transfer.RecipientChange::at)
                        .findFirst()
                        .orElse(null));
    }

    @Override
    public void close() {
        sending.close();
        altinn.close();
    }
}
