package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** What is repeated, what is not, and what the caller is told in the end. */
class RefusalTest {

    @RegisterExtension
    static final BrokerFixture altinn = new BrokerFixture();

    private static AltinnClientException failure(Runnable call) {
        return catchThrowableOfType(AltinnClientException.class, call::run);
    }

    private AltinnClientException overview() {
        return failure(() -> altinn.sender().overview(UUID.randomUUID()));
    }

    private AltinnClientException initialize() {
        return failure(altinn::initialized);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aPassingTroubleOfAReadingCallIsTriedAsOftenAsThePolicySays(int status) {
        altinn.next(Operation.OVERVIEW, 3, Fault.answer(status, "text/html", "<html><h1>Bad gateway</h1></html>"));
        AltinnClientException failure = overview();
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(3);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure.getMessage()).contains("HTTP " + status).doesNotContain("html");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void afterOneTroubleTheNextAttemptMaySucceed(int status) {
        UUID id = altinn.initialized();
        altinn.next(Operation.OVERVIEW, Fault.status(status));
        assertThat(altinn.sender().overview(id).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "400, BRO-00028, access list",
        "401, BRO-00006, spelling of the resource id",
        "403, BRO-00005, service owner",
        "403, BRO-00007, not published yet",
        "404, BRO-00001, check the id",
        "409, BRO-00004, create a new transfer"
    })
    void aDecisionIsFinalAndSaysAllThatIsKnown(int status, String code, String hint) {
        altinn.next(Operation.OVERVIEW, BrokerFixture.problem(status, code));
        AltinnClientException failure = overview();
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);
        assertThat(failure.operation()).startsWith("overview of ");
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.title()).isEqualTo("Refused");
        assertThat(failure.detail()).isEqualTo("The words of the Broker");
        assertThat(failure.traceId()).isEqualTo("00-1-2-01");
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure)
                .hasMessageContaining("HTTP " + status + " " + code + " The words of the Broker")
                .hasMessageContaining("trace id 00-1-2-01")
                .hasMessageContaining(hint);
    }

    @ParameterizedTest
    @EnumSource(names = {"INITIALIZE", "UPLOAD", "OVERVIEW", "LIST", "CONFIRM"})
    void aMissingScopeIsNamed(BrokerOperation operation) {
        UUID id = altinn.published(BrokerFixture.HELLO);
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER, "altinn:other"))
                .build();
        AltinnClientException failure = failure(() -> {
            switch (operation) {
                case INITIALIZE -> client.initialize(BrokerFixture.letter().build());
                case UPLOAD -> client.upload(id, UploadSource.of(BrokerFixture.HELLO));
                case OVERVIEW -> client.overview(id);
                case LIST -> client.list(TransferQuery.of(BrokerFixture.RESOURCE));
                default -> client.confirm(id);
            }
        });
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining(operation.scope());
    }

    @Test
    void validationErrorsOfTheBrokerAreTold() {
        altinn.next(
                Operation.INITIALIZE,
                Fault.answer(
                        400,
                        "application/json",
                        "{\"title\":\"One or more validation errors occurred.\",\"errors\":{\"Sender\":[\"is odd\"]}}"));
        assertThat(initialize())
                .hasMessageContaining("Sender: is odd")
                .extracting(AltinnClientException::status)
                .isEqualTo(400);
        assertThat(altinn.calls(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void anInitializeWhoseAnswerIsLostIsNotRepeated() {
        altinn.next(Operation.INITIALIZE, Fault.resetAfterEffect());
        AltinnClientException failure = initialize();
        assertThat(altinn.calls(Operation.INITIALIZE)).isEqualTo(1);
        assertThat(failure.outcomeUnknown()).isTrue();
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 504})
    void anInitializeIsNotRepeatedWhenAGatewayCannotSayWhetherItHappened(int status) {
        altinn.next(Operation.INITIALIZE, Fault.answerAfterEffect(status, "text/html", "<html></html>"));
        AltinnClientException failure = initialize();
        assertThat(altinn.calls(Operation.INITIALIZE)).isEqualTo(1);
        assertThat(failure.outcomeUnknown()).isTrue();
    }

    @Test
    void anInitializeIsRepeatedWhenItCertainlyDidNotHappen() {
        altinn.next(Operation.INITIALIZE, BrokerFixture.problem(503, "BRO-00021"));
        altinn.next(Operation.INITIALIZE, Fault.status(503).header("Retry-After", "0"));
        assertThat(altinn.initialized()).isNotNull();
        assertThat(altinn.calls(Operation.INITIALIZE)).isEqualTo(3);

        altinn.next(Operation.INITIALIZE, Fault.status(429).header("Retry-After", "0"));
        assertThat(altinn.initialized()).isNotNull();
    }

    @Test
    void aRefusedConnectionIsTriedAgainEvenForInitialize() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        RecordingTiming timing = new RecordingTiming();
        BrokerClient client = BrokerClient.builder(
                        URI.create("http://127.0.0.1:" + closed),
                        altinn.transport,
                        altinn.tokens,
                        altinn.identity(BrokerFixture.SENDER))
                .retryPolicy(BrokerFixture.QUICK)
                .timing(timing)
                .build();
        AltinnClientException failure =
                failure(() -> client.initialize(BrokerFixture.letter().build()));
        assertThat(timing.pauses).hasSize(2);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.outcomeUnknown()).isFalse();
        assertThat(failure)
                .hasMessageContaining("the connection was refused")
                .hasMessageContaining("127.0.0.1:" + closed);
    }

    @Test
    void aResetIsTriedAgainForEveryReadingCall() {
        UUID id = altinn.initialized();
        for (Operation operation : new Operation[] {Operation.OVERVIEW, Operation.DETAILS, Operation.LIST}) {
            altinn.next(operation, Fault.resetBeforeEffect());
            altinn.next(operation, Fault.resetAfterEffect());
        }
        assertThat(altinn.sender().overview(id).id()).isEqualTo(id);
        assertThat(altinn.sender().details(id).transfer().id()).isEqualTo(id);
        assertThat(altinn.sender().list(TransferQuery.of(BrokerFixture.RESOURCE)))
                .contains(id);
        assertThat(altinn.calls(Operation.LIST)).isEqualTo(3);
    }

    @Test
    void aTruncatedAnswerIsAskedForAgain() {
        UUID id = altinn.initialized();
        altinn.next(Operation.OVERVIEW, Fault.truncatedBody(20));
        assertThat(altinn.sender().overview(id).id()).isEqualTo(id);
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2);

        altinn.emulator.recorder().clear();
        altinn.next(Operation.INITIALIZE, Fault.truncatedBody(10));
        assertThat(initialize().outcomeUnknown()).isTrue();
        assertThat(altinn.calls(Operation.INITIALIZE)).isEqualTo(1);
    }

    @Test
    void aServerThatSaysNothingIsLeftAfterTheResponseTimeout() {
        altinn.next(Operation.OVERVIEW, Fault.hang());
        altinn.next(Operation.INITIALIZE, Fault.hang());
        try (HttpTransport impatient = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER), impatient)
                    .retryPolicy(RetryPolicy.NONE)
                    .build();
            AltinnClientException failure = failure(() -> client.overview(UUID.randomUUID()));
            assertThat(failure.retryable()).isTrue();
            assertThat(failure).hasMessageContaining("silent for too long");
            assertThat(failure(() -> client.initialize(BrokerFixture.letter().build()))
                            .outcomeUnknown())
                    .isTrue();
            assertThat(impatient.connectionsInUse()).isZero();
        }
    }

    @Test
    void aSlowAnswerWithinTheTimeoutIsFine() {
        UUID id = altinn.initialized();
        altinn.next(Operation.OVERVIEW, Fault.delay(Duration.ofMillis(100)));
        assertThat(altinn.sender().overview(id).id()).isEqualTo(id);
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);
    }

    @Test
    void redirectsAreNotFollowedBecauseTheTokenWouldGoWithThem() {
        altinn.next(Operation.OVERVIEW, Fault.status(302).header("Location", altinn.emulator.platformUrl() + "/x"));
        assertThat(overview()).hasMessageContaining("HTTP 302").hasMessageContaining("platform URL");
        assertThat(altinn.emulator.recorder().calls()).hasSize(1);
    }

    @Test
    void aWaitThatTheServerAsksForIsObeyedWithinTheTotalLimit() {
        RecordingTiming timing = new RecordingTiming();
        UUID id = altinn.initialized();
        altinn.next(Operation.OVERVIEW, Fault.status(503).header("Retry-After", "7"));
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .timing(timing)
                .build();
        assertThat(client.overview(id).id()).isEqualTo(id);
        assertThat(timing.pauses).containsExactly(Duration.ofSeconds(7));

        altinn.next(Operation.OVERVIEW, Fault.status(503).header("Retry-After", "3600"));
        AltinnClientException failure = failure(() -> client.overview(id));
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void noConnectionIsLeftBehindByRefusals() {
        try (HttpTransport transport = altinn.impatientTransport()) {
            BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER), transport)
                    .build();
            altinn.next(Operation.OVERVIEW, Fault.answer(404, "text/plain", "x".repeat(200_000)));
            altinn.next(Operation.OVERVIEW, Fault.truncatedBody(5));
            altinn.next(Operation.OVERVIEW, BrokerFixture.problem(404, "BRO-00001"));
            for (int i = 0; i < 2; i++) {
                assertThat(failure(() -> client.overview(UUID.randomUUID())).status())
                        .isEqualTo(404);
            }
            assertThat(transport.connectionsInUse()).isZero();
        }
    }

    @Test
    void aClosedClientFailsAtOnce() {
        HttpTransport transport = altinn.impatientTransport();
        BrokerClient client =
                altinn.client(altinn.identity(BrokerFixture.SENDER), transport).build();
        transport.close();
        AltinnClientException failure = failure(() -> client.overview(UUID.randomUUID()));
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("closed");
    }

    @Test
    void closingTheClientEndsACallThatIsUnderWay() throws Exception {
        altinn.next(Operation.OVERVIEW, Fault.hang());
        HttpTransport transport = HttpTransport.of(HttpSettings.defaults());
        BrokerClient client =
                altinn.client(altinn.identity(BrokerFixture.SENDER), transport).build();
        Future<AltinnClientException> call =
                altinn.workers.submit(() -> failure(() -> client.overview(UUID.randomUUID())));
        Awaitility.await().untilAsserted(() -> assertThat(altinn.calls(Operation.OVERVIEW))
                .isEqualTo(1));
        transport.close();
        assertThat(call.get(10, TimeUnit.SECONDS).retryable()).isFalse();
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);
    }

    @Test
    void anInterruptEndsThePauseAndStaysSet() {
        altinn.next(Operation.OVERVIEW, Fault.status(503));
        BrokerClient client = altinn.client(altinn.identity(BrokerFixture.SENDER))
                .retryPolicy(new RetryPolicy(2, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(2)))
                .timing(new InterruptedTiming(altinn.transport))
                .build();
        try {
            assertThatThrownBy(() -> client.overview(UUID.randomUUID())).hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(1);
    }

    @Test
    @Scenario({"M-137", "M-138"})
    void aRefusedTokenIsReplacedExactlyOnce() {
        UUID id = altinn.initialized();
        int before = altinn.tokens.minted.get();
        altinn.next(Operation.OVERVIEW, Fault.status(401).header("WWW-Authenticate", "Bearer"));
        BrokerClient client = altinn.sender();
        assertThat(client.overview(id).id()).isEqualTo(id);
        assertThat(altinn.tokens.minted.get() - before).isEqualTo(1);
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2);
        assertThat(altinn.emulator.recorder().calls(Operation.OVERVIEW))
                .extracting(call -> call.header("Authorization"))
                .doesNotHaveDuplicates();

        altinn.emulator.recorder().clear();
        altinn.next(Operation.OVERVIEW, 9, Fault.status(401).header("WWW-Authenticate", "Bearer"));
        AltinnClientException failure = failure(() -> client.overview(id));
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2);
        assertThat(failure.status()).isEqualTo(401);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining("same environment");
    }

    @Test
    void aGatewaysWordAboutTheTokenCountsAsARefusedToken() {
        UUID id = altinn.initialized();
        altinn.next(
                Operation.OVERVIEW,
                Fault.answer(401, "application/json", "{\"statusCode\":401,\"message\":\"Access denied\"}"));
        assertThat(altinn.sender().overview(id).id()).isEqualTo(id);
        assertThat(altinn.calls(Operation.OVERVIEW)).isEqualTo(2);
    }

    @Test
    void aDecisionAboutAGoodTokenDoesNotReplaceIt() {
        int before = altinn.tokens.minted.get();
        BrokerClient client = altinn.sender();
        client.organization();
        int after = altinn.tokens.minted.get();
        altinn.next(Operation.OVERVIEW, BrokerFixture.problem(401, "BRO-00006"));
        assertThat(failure(() -> client.overview(UUID.randomUUID())).code()).isEqualTo("BRO-00006");
        assertThat(altinn.tokens.minted.get()).isEqualTo(after).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void noSecretIsInAFailure() {
        altinn.next(Operation.OVERVIEW, 9, Fault.status(401));
        AltinnClientException failure = overview();
        String token = altinn.tokens.get(altinn.identity(BrokerFixture.SENDER)).value();
        assertThat(failure.toString() + failure.failure()).doesNotContain(token).doesNotContain("eyJ");
    }
}
