package no.altinncamel.broker.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RateBudget;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** An emulated Altinn for a test class, with a sender and a recipient that go there at full speed. */
final class BrokerFixture implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    static final String SENDER = "991825827";
    static final String RECIPIENT = "986252932";
    static final String OTHER = "314244370";
    static final String RESOURCE = "letters";
    static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    static final String HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";
    static final RetryPolicy QUICK =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(60));

    AltinnEmulator emulator;
    MintedTokens tokens;
    HttpTransport transport;
    ExecutorService workers;
    ScheduledExecutorService watch;

    @Override
    public void beforeAll(ExtensionContext context) {
        emulator = AltinnEmulator.start();
        emulator.broker().addResource(RESOURCE);
        tokens = new MintedTokens(emulator);
        workers = Executors.newCachedThreadPool();
        watch = Executors.newSingleThreadScheduledExecutor();
        transport = transport(HttpSettings.defaults());
    }

    /** Faults, recordings and limits of one test are none of the next one's business. */
    @Override
    public void beforeEach(ExtensionContext context) {
        emulator.faults().clear();
        emulator.recorder().clear();
        emulator.rateLimits().enabled(false);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        transport.close();
        watch.shutdownNow();
        workers.shutdownNow();
        emulator.close();
    }

    private HttpTransport transport(HttpSettings settings) {
        return HttpTransport.builder().settings(settings).watch(watch).build();
    }

    HttpTransport impatientTransport() {
        return transport(HttpSettings.builder()
                .responseTimeout(Duration.ofMillis(300))
                .continueTimeout(Duration.ofMillis(100))
                .uploadAnswerTimeout(Duration.ofMillis(300))
                .build());
    }

    Identity identity(String organization, String... scopes) {
        return Identity.builder()
                .issuer(emulator.maskinportenIssuer())
                .tokenEndpoint(URI.create(emulator.tokenEndpoint()))
                .clientId(organization)
                .scopes(scopes.length == 0 ? new String[] {"altinn:broker.write", "altinn:broker.read"} : scopes)
                .build();
    }

    BrokerClient.Builder client(Identity identity) {
        return client(identity, transport);
    }

    BrokerClient.Builder client(Identity identity, HttpTransport over) {
        return BrokerClient.builder(URI.create(emulator.platformUrl()), over, tokens, identity)
                .rateBudget(RateBudget.unlimited(Duration.ofSeconds(30)))
                .retryPolicy(QUICK)
                .digestExecutor(workers)
                .partExecutor(workers);
    }

    BrokerClient sender() {
        return client(identity(SENDER)).build();
    }

    BrokerClient recipient() {
        return client(identity(RECIPIENT)).build();
    }

    static Initialization.Builder letter() {
        return Initialization.builder()
                .fileName("letter.txt")
                .resourceId(RESOURCE)
                .reference("ref-1")
                .sender(SENDER)
                .recipients(RECIPIENT)
                .disableVirusScan(true);
    }

    UUID initialized() {
        return sender().initialize(letter().build());
    }

    UUID published(byte[] bytes) {
        UUID id = initialized();
        sender().upload(id, UploadSource.of(bytes));
        emulator.recorder().clear();
        return id;
    }

    void next(Operation operation, Fault fault) {
        emulator.faults().next(operation, fault);
    }

    void next(Operation operation, int times, Fault fault) {
        emulator.faults().next(operation, times, fault);
    }

    int calls(Operation operation) {
        return emulator.recorder().count(operation);
    }

    static Fault problem(int status, String code) {
        return Fault.answer(
                status,
                "application/problem+json",
                "{\"title\":\"Refused\",\"status\":" + status + ",\"detail\":\"The words of the Broker\",\"code\":\""
                        + code + "\",\"traceId\":\"00-1-2-01\",\"traceId\":\"00-1-2-01\"}");
    }
}
