package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import no.altinncamel.broker.client.http.HttpSettings;
import no.altinncamel.broker.client.http.HttpTransport;
import no.altinncamel.broker.client.http.RetryPolicy;
import no.altinncamel.emulator.AltinnEmulator;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.http.Operation;

/** An emulated Altinn for a class of tests, and for each test clients that forget everything and a clock that stands still. */
abstract class WithEmulator {

    static final RetryPolicy THREE_QUICK_ATTEMPTS =
            new RetryPolicy(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(30));
    /** The lifetime that Maskinporten names, {@code expires_in}. */
    static final Duration GRANTED = Duration.ofSeconds(119);
    /** The lifetime of an exchanged token. */
    static final Duration EXCHANGED = Duration.ofMinutes(30);

    static AltinnEmulator emulator;
    static SigningKey key;

    final ExecutorService threads = Executors.newCachedThreadPool();
    TestTime time;
    HttpTransport transport;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void startEmulator() {
        emulator = AltinnEmulator.start();
        key = SigningKey.fromJwk(
                emulator.sender().privateJwk(), emulator.sender().keyId());
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    @BeforeEach
    void cleanEmulator() {
        emulator.clock().reset();
        emulator.faults().clear();
        emulator.recorder().clear();
        time = new TestTime(emulator.clock().instant());
        transport = transport(Duration.ofSeconds(10));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        threads.shutdownNow();
    }

    /** Connecting may take as long as the answer. */
    HttpTransport transport(Duration timeout) {
        HttpTransport made = HttpTransport.of(HttpSettings.builder()
                .connectTimeout(timeout)
                .responseTimeout(timeout)
                .build());
        open.add(0, made);
        return made;
    }

    /** With three quick attempts. */
    MaskinportenTokenProvider.Builder builder(HttpTransport over, Executor executor) {
        return MaskinportenTokenProvider.builder(over, key, executor)
                .clock(time)
                .nanoTime(time)
                .retryPolicy(THREE_QUICK_ATTEMPTS);
    }

    /** Fetches in the thread that asks, so that everything has happened when {@code get} returns. */
    MaskinportenTokenProvider provider() {
        return opened(builder(transport, Runnable::run).build());
    }

    /** As {@link #provider()}, but without a second attempt. */
    MaskinportenTokenProvider impatientProvider() {
        return opened(
                builder(transport, Runnable::run).retryPolicy(RetryPolicy.NONE).build());
    }

    MaskinportenTokenProvider opened(MaskinportenTokenProvider provider) {
        open.add(0, provider);
        return provider;
    }

    /** The sender with the scope to write; the token is used as Maskinporten issues it. */
    static Identity.Builder direct() {
        return Identity.builder()
                .tokenEndpoint(URI.create(emulator.tokenEndpoint()))
                .issuer(emulator.maskinportenIssuer())
                .clientId(emulator.sender().clientId())
                .scopes("altinn:broker.write");
    }

    /** As {@link #direct()}, but the token is exchanged at Altinn. */
    static Identity.Builder exchanged() {
        return direct().exchangeEndpoint(
                        URI.create(emulator.platformUrl() + "/authentication/api/v1/exchange/maskinporten"));
    }

    void advance(Duration by) {
        time.advance(by);
        emulator.clock().advance(by);
    }

    static int grants() {
        return emulator.recorder().count(Operation.MASKINPORTEN_TOKEN);
    }

    static int exchanges() {
        return emulator.recorder().count(Operation.TOKEN_EXCHANGE);
    }

    static void nextGrant(Fault fault) {
        emulator.faults().next(Operation.MASKINPORTEN_TOKEN, fault);
    }

    static void nextGrants(int times, Fault fault) {
        emulator.faults().next(Operation.MASKINPORTEN_TOKEN, times, fault);
    }

    static void nextExchange(Fault fault) {
        emulator.faults().next(Operation.TOKEN_EXCHANGE, fault);
    }

    static void nextExchanges(int times, Fault fault) {
        emulator.faults().next(Operation.TOKEN_EXCHANGE, times, fault);
    }

    /** Maskinporten's answer with any token and lifetime. */
    static Fault granting(String token, String expiresIn) {
        return Fault.answer(
                200,
                "application/json",
                "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":" + expiresIn + "}");
    }

    static TokenException failure(TokenProvider provider, Identity identity) {
        return catchThrowableOfType(TokenException.class, () -> provider.get(identity));
    }
}
