package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** Waiting for a publication, in time that only the test moves. */
class PublicationTest {

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private final RecordingTiming timing = new RecordingTiming();
    private final UUID id = UUID.randomUUID();

    private FileTransfer await(Duration timeout) {
        return altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(timing)
                .build()
                .awaitPublished(id, timeout);
    }

    private PublicationException failure(Duration timeout) {
        PublicationException failure = catchThrowableOfType(PublicationException.class, () -> await(timeout));
        assertThat(failure).isNotNull();
        assertThat(failure.transferId()).isEqualTo(id);
        return failure;
    }

    private static Fault overview(String status, String text, boolean published) {
        return Fault.answer(
                200,
                "application/json",
                "{\"fileTransferStatus\":\"" + status + "\",\"fileTransferStatusText\":\"" + text + "\",\"published\":"
                        + (published ? "\"2026-08-18T11:40:51.1+00:00\"" : "null") + "}");
    }

    private void says(int times, String status) {
        altinn.next(Operation.OVERVIEW, times, overview(status, "a text", false));
    }

    @Test
    void itAsksEverMoreSeldom() {
        says(2, "Initialized");
        says(3, "UploadStarted");
        says(5, "UploadProcessing");
        says(1, "Published");
        assertThat(await(Duration.ofMinutes(10)).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(timing.pauses).hasSize(10).isSorted();
        assertThat(timing.pauses.get(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(timing.pauses.get(9)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whatIsPublishedAlreadyIsNotWaitedFor() {
        says(1, "Published");
        await(Duration.ZERO);
        assertThat(timing.pauses).isEmpty();
    }

    @Test
    void aQuickRecipientDoesNotHideThePublication() {
        says(1, "AllConfirmedDownloaded");
        assertThat(await(Duration.ofMinutes(1)).status()).isEqualTo(FileTransferStatus.ALL_CONFIRMED_DOWNLOADED);
        altinn.next(Operation.OVERVIEW, overview("Purged", "gone", true));
        assertThat(await(Duration.ofMinutes(1)).status()).isEqualTo(FileTransferStatus.PURGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Cancelled", "Purged"})
    void whatWillNeverBePublishedIsAFailureWithTheBrokersWords(String status) {
        says(1, "UploadProcessing");
        altinn.next(Operation.OVERVIEW, overview(status, "Malware scan failed: EICAR", false));
        PublicationException failure = failure(Duration.ofMinutes(1));
        assertThat(failure.transferStatus().wireName()).isEqualTo(status);
        assertThat(failure.statusText()).isEqualTo("Malware scan failed: EICAR");
        assertThat(failure.timedOut()).isFalse();
        assertThat(failure.retryable()).isFalse();
        assertThat(failure)
                .hasMessageContaining(status)
                .hasMessageContaining("Malware scan failed: EICAR")
                .hasMessageContaining("create a new one");
    }

    @Test
    void theTimeAllowedIsKeptAndEndsWithALastLook() {
        says(9, "UploadProcessing");
        PublicationException failure = failure(Duration.ofSeconds(4));
        assertThat(timing.passed()).isEqualTo(Duration.ofSeconds(4));
        // at 0, 1, 2.5 and 4 seconds
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(4);
        assertThat(failure.timedOut()).isTrue();
        assertThat(failure.retryable()).as("to wait once more may help").isTrue();
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.transferStatus()).isEqualTo(FileTransferStatus.UPLOAD_PROCESSING);
        assertThat(failure).hasMessageContaining("not published within 4 s");
    }

    @Test
    void anAltinnThatIsOutOfOrderForAWhileDoesNotEndTheWait() {
        says(1, "UploadProcessing");
        altinn.next(Operation.OVERVIEW, 4, Fault.status(502));
        altinn.next(Operation.OVERVIEW, 2, Fault.resetBeforeEffect());
        altinn.next(Operation.OVERVIEW, Fault.status(503).header("Retry-After", "30"));
        says(1, "Published");
        await(Duration.ofMinutes(5));
        assertThat(timing.pauses.get(7)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anAltinnThatNeverAnswersEndsTheWaitWithTheReason() {
        altinn.next(Operation.OVERVIEW, 20, Fault.status(502));
        PublicationException failure = failure(Duration.ofSeconds(10));
        assertThat(failure.timedOut()).isTrue();
        assertThat(failure.transferStatus()).isNull();
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(AltinnClientException.class, cause -> assertThat(cause.status())
                        .isEqualTo(502));
    }

    @Test
    void aDecisionEndsTheWaitAtOnce() {
        altinn.next(Operation.OVERVIEW, BrokerFixture.problem(401, "BRO-00006"));
        assertThatThrownBy(() -> await(Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(AltinnClientException.class, failure -> assertThat(failure.code())
                        .isEqualTo("BRO-00006"));
        assertThat(timing.pauses).isEmpty();
    }

    @Test
    void aStateThatIsNotKnownIsWaitedThrough() {
        says(1, "Quarantined");
        says(1, "Published");
        await(Duration.ofMinutes(1));
        assertThat(timing.pauses).hasSize(1);
    }

    @Test
    void anInterruptEndsTheWait() {
        says(2, "UploadProcessing");
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        try {
            assertThatThrownBy(() -> client.awaitPublished(id, Duration.ofMinutes(1)))
                    .isInstanceOf(AltinnClientException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);
    }

    @Test
    void aScanIsWaitedFor() {
        BrokerClient sender = altinn.sender();
        UUID scanned =
                sender.initialize(BrokerFixture.letter().disableVirusScan(false).build());
        altinn.emulator.broker().scanner().infect(scanned);
        sender.upload(scanned, UploadSource.of(BrokerFixture.HELLO));
        assertThatThrownBy(() -> sender.awaitPublished(scanned, Duration.ofSeconds(30)))
                .isInstanceOf(PublicationException.class)
                .hasMessageContaining("Malware scan failed");
    }
}
