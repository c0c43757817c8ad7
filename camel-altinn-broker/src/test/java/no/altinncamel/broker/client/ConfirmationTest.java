package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.emulator.broker.Action;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** A confirmation is a success exactly if the Broker has it, whatever the answer was. */
class ConfirmationTest {

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private UUID downloaded() throws Exception {
        UUID id = altinn.published(BrokerFixture.HELLO);
        read(altinn.recipient(), id);
        altinn.emulator.recorder().clear();
        return id;
    }

    private static void read(BrokerClient client, UUID id) throws Exception {
        try (Download download = client.download(id, 5)) {
            download.readAllBytes();
        }
    }

    private AltinnClientException failure(UUID id) {
        AltinnClientException failure = catchThrowableOfType(
                AltinnClientException.class, () -> altinn.recipient().confirm(id));
        assertThat(failure).isNotNull();
        return failure;
    }

    private void assertConfirmed(UUID id) {
        assertThat(altinn.sender().overview(id).recipient(BrokerFixture.RECIPIENT))
                .hasValueSatisfying(own -> assertThat(own.status()).isEqualTo(RecipientStatus.DOWNLOAD_CONFIRMED));
    }

    @Test
    void aSecondConfirmationIsASuccess() throws Exception {
        UUID id = downloaded();
        altinn.recipient().confirm(id);
        altinn.recipient().confirm(id);
        assertThat(altinn.emulator.recorder().calls(Operation.CONFIRM))
                .extracting(call -> call.status())
                .containsExactly(204, 400);
        assertConfirmed(id);
    }

    @Test
    void aSecondConfirmationIsASuccessEvenAfterTheFileIsGone() throws Exception {
        altinn.emulator
                .broker()
                .addResource("purging")
                .purgeFileTransferAfterAllRecipientsConfirmed(true)
                .purgeFileTransferGracePeriod(Duration.ofHours(1));
        UUID id = altinn.sender()
                .initialize(BrokerFixture.letter().resourceId("purging").build());
        altinn.sender().upload(id, UploadSource.of(BrokerFixture.HELLO));
        read(altinn.recipient(), id);
        altinn.recipient().confirm(id);
        altinn.emulator.clock().advance(Duration.ofMinutes(61));
        altinn.tokens.forget();
        try {
            assertThat(altinn.sender().overview(id).status()).isEqualTo(FileTransferStatus.PURGED);
            altinn.recipient().confirm(id);
        } finally {
            altinn.emulator.clock().reset();
            altinn.tokens.forget();
        }
    }

    @Test
    void aLostAnswerIsASuccess() throws Exception {
        UUID id = downloaded();
        altinn.next(Operation.CONFIRM, Fault.resetAfterEffect());
        altinn.recipient().confirm(id);
        assertConfirmed(id);

        UUID lostThrice = downloaded();
        altinn.next(Operation.CONFIRM, Fault.resetAfterEffect());
        altinn.next(Operation.CONFIRM, 2, Fault.resetBeforeEffect());
        altinn.recipient().confirm(lostThrice);
        assertConfirmed(lostThrice);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aTroubleIsTriedAgain(int status) throws Exception {
        UUID id = downloaded();
        altinn.next(Operation.CONFIRM, Fault.status(status));
        altinn.next(Operation.CONFIRM, Fault.resetBeforeEffect());
        altinn.recipient().confirm(id);
        assertThat(altinn.calls(Operation.CONFIRM)).isEqualTo(3);
        assertConfirmed(id);
    }

    @Test
    void aTroubleThatLastsIsAFailureWithTheTruthLookedUp() throws Exception {
        UUID id = downloaded();
        altinn.next(Operation.CONFIRM, 3, Fault.status(502));
        AltinnClientException failure = failure(id);
        assertThat(failure.status()).isEqualTo(502);
        assertThat(failure.retryable()).isTrue();
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);

        altinn.next(Operation.CONFIRM, 3, Fault.status(502));
        altinn.next(Operation.OVERVIEW, 3, Fault.status(502));
        assertThat(failure(id).getSuppressed()).hasSize(1);
    }

    @Test
    void any2xxWillDo() throws Exception {
        UUID id = downloaded();
        altinn.next(Operation.CONFIRM, Fault.answerAfterEffect(200, "application/json", "{}"));
        altinn.recipient().confirm(id);
        assertThat(altinn.calls(Operation.CONFIRM)).isEqualTo(1);
    }

    @Test
    void whatWasNotDownloadedCannotBeConfirmed() {
        AltinnClientException failure = failure(altinn.published(BrokerFixture.HELLO));
        assertThat(failure.code()).isEqualTo("BRO-00019");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("download the file first");
    }

    @Test
    void whatIsNotPublishedCannotBeConfirmed() {
        UUID id = altinn.initialized();
        assertThat(failure(id).code()).isEqualTo("BRO-00003");
        altinn.next(Operation.CONFIRM, BrokerFixture.problem(400, "BRO-00010"));
        assertThat(failure(id).code()).isEqualTo("BRO-00010");
    }

    @Test
    void whoIsNoRecipientIsTold() {
        altinn.emulator
                .broker()
                .policy()
                .delegate(BrokerFixture.OTHER, BrokerFixture.RESOURCE, BrokerFixture.RECIPIENT, Action.READ);
        try {
            UUID id = altinn.published(BrokerFixture.HELLO);
            BrokerClient other =
                    altinn.client(altinn.identity(BrokerFixture.OTHER)).build();
            AltinnClientException failure = catchThrowableOfType(AltinnClientException.class, () -> other.confirm(id));
            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure).hasMessageContaining("not among the recipients");
        } finally {
            altinn.emulator.broker().policy().clear();
        }
    }
}
