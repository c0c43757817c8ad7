package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.auth.TokenException.Category;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.AltinnSystem;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;
import no.altinncamel.emulator.maskinporten.Profile;
import no.altinncamel.emulator.maskinporten.RegisteredKey;
import no.altinncamel.emulator.maskinporten.SystemUser;

/** The onboarding gone wrong at each of its steps: what Maskinporten says, whose fault it is called, and which mend is named. */
class TokenRefusalsTest extends WithEmulator {

    private static final String VENDOR = "310000001";
    private static final String CUSTOMER = "310000002";
    private static final String OTHER_CUSTOMER = "310000003";
    private static final String WRITE = "altinn:broker.write";

    private static RSAKey jwk;

    @BeforeAll
    static void makeKey() throws JOSEException {
        jwk = new RSAKeyGenerator(2048).keyID("vendor-key").generate();
    }

    private final MaskinportenClient client =
            emulator.maskinporten().registerClient(VENDOR).scopes(WRITE);
    private final RegisteredKey registered = client.addKey(jwk);
    private MaskinportenTokenProvider tokens;

    @BeforeEach
    void grantAndConnect() {
        emulator.maskinporten().scope(WRITE).grantTo(VENDOR);
        tokens = withKey(jwk.toJSONString(), null);
    }

    private MaskinportenTokenProvider withKey(String text, String keyId) {
        return opened(MaskinportenTokenProvider.builder(transport, SigningKey.fromJwk(text, keyId), Runnable::run)
                .clock(time)
                .nanoTime(time)
                .retryPolicy(THREE_QUICK_ATTEMPTS)
                .build());
    }

    private Identity.Builder vendor() {
        return direct().clientId(client.id());
    }

    private AltinnSystem system() {
        return emulator.maskinporten()
                .registerSystem(VENDOR + "_" + UUID.randomUUID(), VENDOR)
                .addClient(client);
    }

    @Test
    @Scenario("M-39")
    void tokensOfTwoCustomersAreNeverMixedUp() {
        AltinnSystem system = system();
        emulator.maskinporten().requestSystemUser(system, CUSTOMER).approve();
        emulator.maskinporten().requestSystemUser(system, OTHER_CUSTOMER).approve();
        Identity one = exchangedVendor().systemUser(CUSTOMER, null).build();
        Identity other = exchangedVendor().systemUser(OTHER_CUSTOMER, null).build();

        for (int i = 0; i < 5; i++) {
            assertThat(tokens.get(one).organization()).isEqualTo(CUSTOMER);
            assertThat(tokens.get(other).organization()).isEqualTo(OTHER_CUSTOMER);
        }
        assertThat(grants()).isEqualTo(2);
        assertThat(exchanges()).isEqualTo(2);
    }

    @Test
    @Scenario({"M-26", "M-29"})
    void theReferenceChoosesAmongTheSystemUsersOfOneCustomer() {
        AltinnSystem system = system();
        emulator.maskinporten().requestSystemUser(system, CUSTOMER, "a").approve();
        emulator.maskinporten().requestSystemUser(system, CUSTOMER, "b").approve();

        BearerToken a = tokens.get(vendor().systemUser(CUSTOMER, "a").build());
        BearerToken b = tokens.get(vendor().systemUser(CUSTOMER, "b").build());

        assertThat(a).isNotEqualTo(b);
        assertThat(tokens.get(vendor().systemUser(CUSTOMER, "a").build())).isSameAs(a);
    }

    @Test
    @Scenario("M-31")
    void aSystemUserThatIsApprovedLaterHealsWithoutARestart() {
        SystemUser user = emulator.maskinporten().requestSystemUser(system(), CUSTOMER);
        Identity identity = vendor().systemUser(CUSTOMER, null).build();
        TokenException failure = failure(tokens, identity);
        user.approve();

        assertThat(failure.category()).isEqualTo(Category.CUSTOMER);
        assertThat(failure.code()).isEqualTo("MP-303");
        assertThat(failure.traceId()).matches("[0-9a-f]{32}");
        assertThat(failure)
                .hasMessageContaining("system user of " + CUSTOMER)
                .hasMessageContaining("approved the system user");
        advance(FailureMemory.CUSTOMERS);
        assertThat(tokens.get(identity).organization()).isEqualTo(CUSTOMER);
    }

    @Test
    @Scenario("M-31")
    void aMissingSystemUserOfOneCustomerDoesNotConcernAnother() {
        AltinnSystem system = system();
        emulator.maskinporten().requestSystemUser(system, OTHER_CUSTOMER).approve();
        failure(tokens, vendor().systemUser(CUSTOMER, null).build());

        assertThat(tokens.get(vendor().systemUser(OTHER_CUSTOMER, null).build()).organization())
                .isEqualTo(OTHER_CUSTOMER);
    }

    @Test
    @Scenario({"M-22", "M-86"})
    void aDelegationThatIsMissingIsTheCustomersMatterAndHeals() {
        Identity identity = vendor().consumerOrg(CUSTOMER).build();
        emulator.maskinporten().scope(WRITE).grantTo(CUSTOMER);

        TokenException failure = failure(tokens, identity);

        assertThat(failure.category()).isEqualTo(Category.CUSTOMER);
        assertThat(failure.status()).isEqualTo(403);
        assertThat(failure.code()).isEqualTo("MP-251");
        assertThat(failure).hasMessageContaining("has not delegated the scope").hasMessageContaining(CUSTOMER);
        emulator.maskinporten().delegate(CUSTOMER, VENDOR, WRITE);
        advance(FailureMemory.CUSTOMERS);
        assertThat(tokens.get(identity).organization()).isEqualTo(CUSTOMER);
        emulator.maskinporten().withdrawDelegation(CUSTOMER, VENDOR, WRITE);
    }

    @Test
    @Scenario("M-51")
    void aKeyThatIsJustRegisteredHealsOnceItIsKnown() {
        registered.unknownForNext(2);
        for (int i = 0; i < 2; i++) {
            TokenException failure = failure(tokens, vendor().build());
            assertThat(failure.category()).isEqualTo(Category.KEY);
            assertThat(failure)
                    .hasMessageContaining("Unknown key identifier")
                    .hasMessageContaining("key id vendor-key is not registered on client " + client.id())
                    .hasMessageContaining("15 minutes");
            advance(FailureMemory.OURS);
        }

        tokens.get(vendor().build());
        assertThat(grants()).isEqualTo(3);
    }

    @Test
    @Scenario("M-49")
    void anUnknownKeyIdIsNamed() {
        assertFailure(withKey(jwk.toJSONString(), "mistyped"), vendor(), Category.KEY, null, "key id mistyped");
    }

    @Test
    @Scenario("M-52")
    void aKeyPastItsYearIsNamed() {
        registered.expiresAt(time.instant().minusSeconds(1));

        assertFailure(tokens, vendor(), Category.KEY, "MP-121", "past its year");
    }

    @Test
    @Scenario("M-53")
    void anotherPrivateKeyThanTheRegisteredOneIsNamed() throws JOSEException {
        String stranger =
                new RSAKeyGenerator(2048).keyID("vendor-key").generate().toJSONString();

        assertFailure(withKey(stranger, null), vendor(), Category.KEY, "MP-124", "use the private key of that");
    }

    @Test
    @Scenario("M-62")
    void anUnknownClientIsNamed() {
        assertFailure(
                tokens, vendor().clientId("nobody"), Category.CONFIGURATION, "MP-100", "does not know client nobody");
    }

    @Test
    @Scenario("M-64")
    void anAudienceWithoutItsSlashIsNamed() {
        assertFailure(
                tokens,
                vendor().issuer(emulator.platformUrl()),
                Category.CONFIGURATION,
                "MP-110",
                "with the slash at its end");
    }

    @Test
    @Scenario("M-81")
    void aScopeThatIsNotOnTheClientIsNamedWithWhereToAddIt() {
        assertFailure(
                tokens,
                vendor().scopes("altinn:broker.read"),
                Category.CONFIGURATION,
                "MP-200",
                "add it to the client at");
    }

    @Test
    @Scenario("M-85")
    void aScopeThatIsNotGrantedIsNamedWithWhomToAsk() {
        client.scopes(WRITE, "altinn:nobodys");

        assertFailure(
                tokens, vendor().scopes("altinn:nobodys"), Category.CONFIGURATION, "MP-250", "ask Altinn for access");
    }

    @Test
    @Scenario("M-21")
    void aClientWithOpaqueTokensIsServedWithoutExchange() {
        client.opaqueTokens(true);

        BearerToken token = tokens.get(vendor().build());

        assertThat(token.value()).hasSize(44).doesNotContain(".");
        assertThat(token.expiresAt()).isEqualTo(time.instant().plus(GRANTED));
        assertThat(tokens.get(vendor().build())).isSameAs(token);
    }

    @Test
    @Scenario("M-19")
    void theLifetimeIsWhateverMaskinportenSays() {
        client.tokenLifetime(Duration.ofSeconds(600));

        assertThat(tokens.get(vendor().build()).expiresAt())
                .isEqualTo(time.instant().plusSeconds(599));
    }

    /** Invariants a and b of maskinporten 17.15, as the server saw it. */
    @Test
    void theServerFindsAllItWantsInTheAssertionAndNothingInTheAddress() {
        emulator.maskinporten().profile(Profile.DOCUMENTED);
        try {
            tokens.get(vendor().resources("https://a.example").build());
        } finally {
            emulator.maskinporten().profile(Profile.OBSERVED);
        }

        RecordedCall call =
                emulator.recorder().calls(Operation.MASKINPORTEN_TOKEN).get(0);
        assertThat(call.uri()).isEqualTo("/token");
        assertThat(call.header("Accept")).isEqualTo("application/json");
        assertThat(call.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(call.header("Authorization")).isNull();
        assertThat(call.status()).isEqualTo(200);
    }

    private Identity.Builder exchangedVendor() {
        return exchanged().clientId(client.id());
    }

    private static void assertFailure(
            TokenProvider provider, Identity.Builder identity, Category category, String code, String hint) {
        TokenException failure = failure(provider, identity.build());
        assertThat(failure.category()).isEqualTo(category);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure).hasMessageContaining(hint);
        assertThat(failure(provider, identity.build())).hasMessage(failure.getMessage());
        assertThat(grants()).isOne();
    }
}
