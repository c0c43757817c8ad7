package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;

/** Two keys while one takes the place of the other; maskinporten 4.1, 6.3, 14.6. */
class KeyRotationTest extends WithEmulator {

    private static final String VENDOR = "310000001";
    private static final String WRITE = "altinn:broker.write";

    private static RSAKey newKey;
    private static RSAKey oldKey;

    private final MaskinportenClient client =
            emulator.maskinporten().registerClient(VENDOR).scopes(WRITE);
    private final Identity identity = direct().clientId(client.id()).build();

    @BeforeAll
    static void makeKeys() throws Exception {
        newKey = new RSAKeyGenerator(2048).keyID("new-key").generate();
        oldKey = new RSAKeyGenerator(2048).keyID("old-key").generate();
    }

    @BeforeEach
    void grant() {
        emulator.maskinporten().scope(WRITE).grantTo(VENDOR);
    }

    private MaskinportenTokenProvider with(SigningKeys keys) {
        return opened(MaskinportenTokenProvider.builder(transport, keys, Runnable::run)
                .clock(time)
                .nanoTime(time)
                .retryPolicy(THREE_QUICK_ATTEMPTS)
                .build());
    }

    private MaskinportenTokenProvider withBoth() {
        return with(SigningKeys.of(List.of(key(newKey), key(oldKey))));
    }

    private static SigningKey key(RSAKey jwk) {
        return SigningKey.fromJwk(jwk.toJSONString(), null);
    }

    /** The answers of Maskinporten so far, each with the key that asked. */
    private static List<Integer> answers() {
        return emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN).stream()
                .map(call -> call.status())
                .toList();
    }

    private void nextToken(MaskinportenTokenProvider tokens) {
        advance(GRANTED);
        assertThat(tokens.get(identity)).isNotNull();
    }

    @Test
    @Scenario("M-51")
    void aNewKeyThatIsNotKnownYetLeavesTheOldOneWorkingAndTheLogSaysWhichWorks() throws Exception {
        client.addKey(oldKey);
        client.addKey(newKey).unknownForNext(1);
        MaskinportenTokenProvider tokens = withBoth();
        try (LogCapture log = LogCapture.of(KeyChoice.class)) {
            assertThat(tokens.get(identity)).isNotNull();

            assertThat(answers()).containsExactly(400, 200);
            assertThat(log.text())
                    .containsOnlyOnce("WARN")
                    .contains("takes key old-key of client " + client.id(), "but not key new-key")
                    .contains("Unknown key identifier");
        }
    }

    @Test
    void theKeyThatWorkedIsTriedFirstUntilItIsRefusedInTurn() {
        client.addKey(oldKey);
        MaskinportenTokenProvider tokens = withBoth();
        tokens.get(identity);
        nextToken(tokens);
        assertThat(answers()).containsExactly(400, 200, 200);

        client.addKey(newKey);
        client.removeKey("old-key");
        nextToken(tokens);
        nextToken(tokens);

        assertThat(answers()).containsExactly(400, 200, 200, 400, 200, 200);
    }

    @Test
    @Scenario({"M-49", "M-52"})
    void anExpiredKeyGivesWayToTheOther() {
        client.addKey(newKey).expiresAt(emulator.clock().instant());
        client.addKey(oldKey);

        assertThat(withBoth().get(identity)).isNotNull();
        assertThat(answers()).containsExactly(400, 200);
    }

    @Test
    @Scenario("M-53")
    void aKeyThatIsNotTheRegisteredOneGivesWayToTheOther() throws Exception {
        client.addKey(new RSAKeyGenerator(2048).keyID("new-key").generate());
        client.addKey(oldKey);

        assertThat(withBoth().get(identity)).isNotNull();
        assertThat(answers()).containsExactly(400, 200);
    }

    @Test
    @Scenario({"M-49", "M-52"})
    void whenEveryKeyIsRefusedEachWasTriedOnceAndTheFailureNamesAll() {
        client.addKey(oldKey).expiresAt(emulator.clock().instant());

        TokenException failure = failure(withBoth(), identity);

        assertThat(failure.category()).isEqualTo(Category.KEY);
        assertThat(failure.code()).isEqualTo("MP-121");
        assertThat(failure).hasMessageContaining("key old-key is past its year");
        assertThat(failure.getCause().getSuppressed()).singleElement().satisfies(first -> assertThat(first)
                .hasMessageContaining("key id new-key is not registered"));
        assertThat(answers()).containsExactly(400, 400);
    }

    @Test
    void whatIsKnownOfOneClientsKeysSaysNothingOfAnothers() {
        MaskinportenClient other =
                emulator.maskinporten().registerClient(VENDOR).scopes(WRITE);
        client.addKey(oldKey);
        other.addKey(newKey);
        MaskinportenTokenProvider tokens = withBoth();

        tokens.get(identity);
        tokens.get(direct().clientId(other.id()).build());

        assertThat(answers()).containsExactly(400, 200, 200);
    }

    @Test
    @Scenario("M-51")
    void aKeyChangedAfterTheRefusalIsTakenAtOnce() {
        client.addKey(newKey);
        List<SigningKey> before = List.of(key(oldKey));
        List<SigningKey> after = List.of(key(newKey));
        List<String> asked = new ArrayList<>();
        MaskinportenTokenProvider tokens = with(new SigningKeys() {

            @Override
            public List<SigningKey> current() {
                asked.add("current");
                return before;
            }

            @Override
            public List<SigningKey> reload() {
                asked.add("reload");
                return after;
            }
        });
        asked.clear();

        assertThat(tokens.get(identity)).isNotNull();

        assertThat(asked).containsExactly("current", "reload");
        assertThat(answers()).containsExactly(400, 200);
    }

    @Test
    void withoutARefusalOnlyThePreferredKeyIsUsed() throws Exception {
        client.addKey(oldKey);
        client.addKey(newKey);
        MaskinportenTokenProvider tokens = withBoth();
        try (LogCapture log = LogCapture.of(KeyChoice.class, MaskinportenGrant.class)) {
            Stream.generate(() -> GRANTED.plus(Duration.ofSeconds(1))).limit(3).forEach(any -> nextToken(tokens));

            assertThat(answers()).containsExactly(200, 200, 200);
            assertThat(log.text()).contains("key new-key").doesNotContain("old-key", "WARN");
        }
    }
}
