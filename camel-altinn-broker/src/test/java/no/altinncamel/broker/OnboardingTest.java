package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.broker.onboarding.OnboardingFinding;
import no.altinncamel.broker.onboarding.OnboardingFinding.State;
import no.altinncamel.broker.onboarding.OnboardingReport;
import no.altinncamel.broker.onboarding.OnboardingStep;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.AltinnSystem;
import no.altinncamel.emulator.maskinporten.MaskinportenClient;
import no.altinncamel.emulator.maskinporten.SystemUser;

/** What the onboarding check says when all is well, and when any of the steps is broken. */
class OnboardingTest {

    private static final String WRITE = "altinn:broker.write";
    private static final String READ = "altinn:broker.read";
    private static final String EVENTS = "altinn:events.subscribe";
    private static final String ORGANIZATION = "310332216";
    private static final String CUSTOMER = "314244370";
    /** Reserved; nothing listens there. */
    private static final String NOBODY = "http://127.0.0.1:1";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private static AltinnAccount account;

    private CamelWithAltinn camel;

    @BeforeAll
    static void register() {
        account = altinn.emulator().addAccount(ORGANIZATION, WRITE, READ, EVENTS);
    }

    @BeforeEach
    void start() {
        altinn.emulator().rateLimits().enabled(false);
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
    }

    /** Whatever was checked, nothing was left behind and no secret was shown. */
    @AfterEach
    void stop() {
        camel.close();
        altinn.emulator().broker().policy().clear();
        altinn.emulator().events().clear();
        assertThat(altinn.emulator().broker().transfers()).isEmpty();
        assertThat(altinn.emulator().recorder().calls())
                .extracting(RecordedCall::operation)
                .isSubsetOf(
                        Operation.MASKINPORTEN_TOKEN,
                        Operation.TOKEN_EXCHANGE,
                        Operation.OPENID_METADATA,
                        Operation.LIST,
                        Operation.OVERVIEW,
                        Operation.SUBSCRIPTIONS);
    }

    private AltinnBrokerConfiguration configuration(AltinnAccount whom) {
        AltinnBrokerConfiguration configuration =
                camel.component().getConfiguration().copy();
        configuration.setResourceId(altinn.service().resourceId());
        configuration.setClientId(whom.clientId());
        configuration.setSigningKey(SigningKey.fromJwk(whom.privateJwk(), null));
        configuration.setMaxCallAttempts(1);
        return configuration;
    }

    private OnboardingReport check(AltinnAccount whom, Consumer<AltinnBrokerConfiguration> change) {
        AltinnBrokerConfiguration configuration = configuration(whom);
        change.accept(configuration);
        return checked(AltinnBrokerOnboarding.check(camel, configuration));
    }

    private OnboardingReport check(AltinnAccount whom) {
        return check(whom, configuration -> {});
    }

    private OnboardingReport checkAs(AltinnAccount whom, UnaryOperator<Identity> identity) {
        AltinnBrokerConfiguration configuration = configuration(whom);
        return checked(AltinnBrokerOnboarding.check(
                camel, configuration, identity.apply(EndpointIdentity.of(configuration, WRITE))));
    }

    private static OnboardingReport checked(OnboardingReport report) {
        assertThat(report.toString()).doesNotContain("eyJ").doesNotContain("PrivateKey");
        return report;
    }

    private static void assertStates(OnboardingReport report, State... states) {
        assertThat(report.findings())
                .as(report.toString())
                .extracting(OnboardingFinding::state)
                .containsExactly(states);
    }

    private static OnboardingFinding finding(OnboardingReport report, OnboardingStep step) {
        return report.finding(step);
    }

    @Test
    void allIsFine() {
        String urn = "urn:altinn:resource:" + altinn.service().resourceId();
        altinn.emulator().events().addSubscription(ORGANIZATION, urn).validated(true);
        altinn.emulator().events().addSubscription(ORGANIZATION, urn);
        altinn.emulator().events().addSubscription(ORGANIZATION, "urn:altinn:resource:other");

        OnboardingReport report = check(account);

        assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.FINE);
        assertThat(report.isReady()).isTrue();
        assertThat(report.firstMissing()).isEmpty();
        assertThat(report.toString())
                .startsWith("Onboarding check of altinn-broker:my-resource at "
                        + altinn.service().platformUrl() + " as client " + account.clientId())
                .contains("1 scopes: fine", "granted: altinn:broker.read altinn:broker.write")
                .contains("2 Maskinporten client: fine", "3 access to the resource: fine", "4 API round trip: fine")
                .contains("5 event subscription: fine", "3 in all, 2 for this resource, of which 1 validated")
                .doesNotContain("    do ", "    ask ")
                .endsWith("\nREADY\n");
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isEqualTo(1);
        assertThat(altinn.emulator().recorder().count(Operation.OVERVIEW)).isEqualTo(1);
    }

    @Test
    void aCheckDoesNotBelieveWhatARunningRouteRemembers() {
        String uri = camel.uri(account) + "&operation=diagnose";
        assertThat(camel.template()
                        .requestBody(uri, null, OnboardingReport.class)
                        .isReady())
                .isTrue();
        int grants = altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);
        assertThat(camel.template()
                        .requestBody(uri, null, OnboardingReport.class)
                        .isReady())
                .isTrue();
        assertThat(altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN))
                .isEqualTo(2 * grants);
    }

    @Test
    void theProducersReportIsReadableAsText() {
        AltinnAccount sendOnly = altinn.emulator().addAccount(ORGANIZATION, WRITE);
        assertThat(camel.template().requestBody(camel.uri(sendOnly) + "&operation=diagnose", null, String.class))
                .contains("1 scopes: missing", "altinn:broker.read is not granted", "NOT READY: 1 scopes - missing");
    }

    @Test
    void theScopeToSendIsMissing() {
        OnboardingReport report = check(altinn.emulator().addAccount(ORGANIZATION, READ, EVENTS));
        assertStates(report, State.MISSING, State.FINE, State.FINE, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.SCOPES).found())
                .contains("granted: altinn:broker.read; altinn:broker.write is not granted", "MP-200");
        assertThat(finding(report, OnboardingStep.SCOPES).toDo()).contains("is not on client");
        assertThat(finding(report, OnboardingStep.SCOPES).ask()).contains("Altinn", "self-service");
        assertThat(report.isReady()).isFalse();
        assertThat(report.firstMissing()).contains(OnboardingStep.SCOPES);
    }

    @Test
    void theScopeToReceiveIsMissing() {
        OnboardingReport report = check(altinn.emulator().addAccount(ORGANIZATION, WRITE, EVENTS));
        assertStates(report, State.MISSING, State.FINE, State.FINE, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.SCOPES).found())
                .contains("granted: altinn:broker.write; altinn:broker.read is not granted");
    }

    @Test
    void whoeverOnlyReceivesNeedsOnlyThatScope() {
        OnboardingReport report =
                check(altinn.emulator().addAccount(ORGANIZATION, READ), configuration -> configuration.setScopes(READ));
        assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
        assertThat(report.isReady()).isTrue();
    }

    @Test
    void bothScopesAreMissing() {
        OnboardingReport report = check(altinn.emulator().addAccount(ORGANIZATION, EVENTS));
        assertStates(
                report, State.MISSING, State.FINE, State.COULD_NOT_TELL, State.COULD_NOT_TELL, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.SCOPES).found())
                .contains("altinn:broker.read is not granted", "altinn:broker.write is not granted")
                .doesNotContain("granted: ");
        assertThat(finding(report, OnboardingStep.ROUND_TRIP).found()).contains("Altinn answers, but");
        assertThat(finding(report, OnboardingStep.RESOURCE).toDo()).isEqualTo("mend steps 1 and 2 first");
    }

    @Test
    void theScopeIsOnTheClientButNotGrantedToTheOrganization() {
        AltinnAccount ungranted = altinn.emulator().addAccount("991825827", READ);
        altinn.emulator().maskinporten().client(ungranted.clientId()).scopes(READ, WRITE);
        OnboardingReport report = check(ungranted);
        assertStates(report, State.MISSING, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.SCOPES).found()).contains("MP-250");
        assertThat(finding(report, OnboardingStep.SCOPES).toDo()).contains("has not granted the scope");
    }

    @Test
    void theOptionScopesNamesNoScopeOfTheBroker() {
        OnboardingReport report = check(account, configuration -> configuration.setScopes(EVENTS));
        assertThat(finding(report, OnboardingStep.SCOPES).state()).isEqualTo(State.MISSING);
        assertThat(finding(report, OnboardingStep.SCOPES).toDo()).contains("leave the option scopes out");
        assertThat(report.isReady()).isFalse();
    }

    private void assertClientIsMissing(OnboardingReport report, String... found) {
        assertStates(
                report,
                State.COULD_NOT_TELL,
                State.MISSING,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toString()).contains(found);
        assertThat(finding(report, OnboardingStep.SCOPES).toDo()).isEqualTo("mend step 2 first");
        assertThat(report.firstMissing()).contains(OnboardingStep.CLIENT);
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isZero();
    }

    @Test
    void theClientIsUnknown() {
        assertClientIsMissing(
                check(account, configuration -> configuration.setClientId("11111111-2222-3333-4444-555555555555")),
                "MP-100",
                "does not know client 11111111-2222-3333-4444-555555555555",
                "self-service");
        assertThat(altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN))
                .isEqualTo(1);
    }

    @Test
    void theKeyIsAnotherOneThanTheRegistered() throws Exception {
        RSAKey other = new RSAKeyGenerator(2048).keyID(account.keyId()).generate();
        assertClientIsMissing(
                check(
                        account,
                        configuration -> configuration.setSigningKey(SigningKey.fromJwk(other.toJSONString(), null))),
                "MP-124",
                "the private key is not the one registered as key id " + account.keyId());
    }

    @Test
    void theKeyIsNotRegistered() {
        assertClientIsMissing(
                check(
                        account,
                        configuration ->
                                configuration.setSigningKey(SigningKey.fromJwk(account.privateJwk(), "no-such-kid"))),
                "key id no-such-kid is not registered on client");
    }

    @Test
    void theAudienceIsThatOfAnotherEnvironment() {
        assertClientIsMissing(
                check(account, configuration -> configuration.setMaskinportenIssuer("https://test.maskinporten.no/")),
                "MP-110",
                "issuer");
    }

    @Test
    void theKeyCannotBeRead() {
        OnboardingReport report = check(account, configuration -> {
            configuration.setSigningKey(null);
            configuration.setPrivateKeyResource("file:no-such-file.jwk");
        });
        assertClientIsMissing(report, "privateKeyResource", "no-such-file.jwk", "whoever deployed this program");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    private SystemUser systemUser(AltinnAccount vendor, String name) {
        MaskinportenClient client = altinn.emulator().maskinporten().client(vendor.clientId());
        AltinnSystem system = altinn.emulator()
                .maskinporten()
                .registerSystem(ORGANIZATION + "_" + name, ORGANIZATION)
                .addClient(client);
        return altinn.emulator().maskinporten().requestSystemUser(system, CUSTOMER);
    }

    @Test
    void theSystemUserIsNotApprovedUntilItIs() {
        AltinnAccount vendor = altinn.emulator().addAccount(ORGANIZATION, WRITE, READ, EVENTS);
        SystemUser pending = systemUser(vendor, "pending");
        UnaryOperator<Identity> asSystemUser = identity -> identity.withSystemUser(CUSTOMER, null);

        OnboardingReport report = checkAs(vendor, asSystemUser);
        assertStates(
                report, State.FINE, State.MISSING, State.COULD_NOT_TELL, State.COULD_NOT_TELL, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toString())
                .contains("system user of organisation " + CUSTOMER, "MP-303", "has approved the system user")
                .contains("ask    the customer, who approves it in Altinn");
        assertThat(altinn.emulator().recorder().count(Operation.LIST)).isZero();

        pending.approve();
        OnboardingReport approved = checkAs(vendor, asSystemUser);
        assertStates(approved, State.FINE, State.FINE, State.FINE, State.FINE, State.FINE);
        assertThat(approved.toString()).contains("for the system user of organisation " + CUSTOMER);
        assertThat(altinn.emulator().recorder().calls(Operation.LIST))
                .allSatisfy(call -> assertThat(call.detail("caller")).isEqualTo(CUSTOMER));
    }

    @Test
    void theSystemUserCannotBeToldWithoutScopes() {
        AltinnAccount vendor = altinn.emulator().addAccount(ORGANIZATION, EVENTS);
        systemUser(vendor, "scopeless").approve();
        OnboardingReport report = checkAs(vendor, identity -> identity.withSystemUser(CUSTOMER, null));
        assertStates(
                report,
                State.MISSING,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toDo()).isEqualTo("mend step 1 first");
    }

    @Test
    void thereIsNoAccessToTheResource() {
        altinn.emulator().broker().policy().deny(ORGANIZATION);
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.MISSING, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).toString())
                .contains("BRO-00006", "the token is good but gives no access", "the service owner");
        assertThat(report.firstMissing()).contains(OnboardingStep.RESOURCE);
    }

    @Test
    void theResourceIsUnknown() {
        OnboardingReport report = check(account, configuration -> configuration.setResourceId("my-resorce"));
        assertStates(report, State.FINE, State.FINE, State.MISSING, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).toString())
                .contains("listing the transfers of resource my-resorce", "check the spelling of the resource id");
    }

    @Test
    void altinnIsDown() {
        OnboardingReport report = check(account, configuration -> configuration.setPlatformUrl(NOBODY));
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.COULD_NOT_TELL, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.ROUND_TRIP).toString())
                .containsIgnoringCase("refused")
                .contains("check that this machine reaches Altinn");
        assertThat(finding(report, OnboardingStep.EVENTS).toDo()).isEqualTo("mend step 4 first");
        assertThat(report.isReady()).isFalse();
        assertThat(report.firstMissing()).isEmpty();
        assertThat(report.toString())
                .contains("NOT READY: 3 access to the resource - could not tell, 4 API round trip - could not tell");
    }

    @Test
    void theBrokerAloneIsDown() {
        altinn.emulator().faults().next(Operation.LIST, Fault.status(503));
        altinn.emulator().faults().next(Operation.OVERVIEW, Fault.status(503));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.COULD_NOT_TELL, State.FINE);
        assertThat(finding(report, OnboardingStep.ROUND_TRIP).found()).contains("HTTP 503");
    }

    @Test
    void theListAloneIsDownWhichNoOtherStepMends() {
        altinn.emulator().faults().next(Operation.LIST, Fault.status(503));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).toString())
                .contains("HTTP 503", "reaches Altinn", "then run the check again")
                .doesNotContain("step 4");
    }

    @Test
    void tooManyCallsAreNoOutage() {
        altinn.emulator().faults().next(Operation.LIST, Fault.status(429));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).toString())
                .contains("HTTP 429", "limits the calls a minute", "whoever else runs programs")
                .doesNotContain("step 4");
    }

    @Test
    void aValidationErrorAboutTheResourceIdIsAMissingResource() {
        altinn.emulator()
                .faults()
                .next(
                        Operation.LIST,
                        Fault.answer(
                                400,
                                "application/problem+json",
                                "{\"errors\":{\"resourceId\":[\"It is malformed.\"]}}"));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.MISSING, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).ask()).startsWith("the service owner");
    }

    @Test
    void aGatewaysBadRequestSaysNothingOfTheResource() {
        altinn.emulator().faults().next(Operation.LIST, Fault.answer(400, "text/html", "<html>no</html>"));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.FINE, State.FINE);
        assertThat(finding(report, OnboardingStep.RESOURCE).toDo()).startsWith("check the platform's address");
    }

    @Test
    void anOutageAfterwardsDoesNotHideTheSystemUserThatIsNotApproved() {
        AltinnAccount vendor = altinn.emulator().addAccount(ORGANIZATION, WRITE, READ);
        systemUser(vendor, "hidden");
        altinn.emulator().faults().pass(Operation.MASKINPORTEN_TOKEN);
        altinn.emulator().faults().next(Operation.MASKINPORTEN_TOKEN, Fault.status(503));
        OnboardingReport report = checkAs(vendor, identity -> identity.withSystemUser(CUSTOMER, "branch-2"));
        assertStates(
                report,
                State.COULD_NOT_TELL,
                State.MISSING,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toString())
                .contains("MP-303", "the customer, who approves it")
                .contains("as the system user of organisation " + CUSTOMER + " with external reference 'branch-2'");
        assertThat(finding(report, OnboardingStep.SCOPES).toDo()).contains("reaches Maskinporten");
        assertThat(report.subject())
                .endsWith("for the system user of organisation " + CUSTOMER + " with external reference 'branch-2'");
    }

    @Test
    void theCustomerHasNotDelegatedTheScope() {
        OnboardingReport report = check(account, configuration -> configuration.setConsumerOrganization(CUSTOMER));
        assertStates(
                report, State.MISSING, State.FINE, State.COULD_NOT_TELL, State.COULD_NOT_TELL, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.SCOPES).toString())
                .contains("altinn:broker.read is not delegated", "MP-251", "ask    the customer, who delegates it")
                .doesNotContain("Altinn, who grants");
        assertThat(finding(report, OnboardingStep.CLIENT).tried())
                .endsWith("with what organisation " + CUSTOMER + " has delegated");
        assertThat(report.subject()).endsWith("for organisation " + CUSTOMER + ", by a delegated scope");
    }

    @Test
    void theEventsMayBeTheOnlyScopeThatIsNotDelegated() {
        altinn.emulator().maskinporten().delegate(CUSTOMER, ORGANIZATION, WRITE);
        altinn.emulator().maskinporten().delegate(CUSTOMER, ORGANIZATION, READ);
        try {
            OnboardingReport report = check(account, configuration -> configuration.setConsumerOrganization(CUSTOMER));
            assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
            assertThat(finding(report, OnboardingStep.EVENTS).toString())
                    .contains("is not delegated", "MP-251", "ask    the customer");
        } finally {
            altinn.emulator().maskinporten().withdrawDelegation(CUSTOMER, ORGANIZATION, WRITE);
            altinn.emulator().maskinporten().withdrawDelegation(CUSTOMER, ORGANIZATION, READ);
        }
    }

    @Test
    void theHeaderChoosesTheResourceThatIsDiagnosed() {
        OnboardingReport report = camel.template()
                .requestBodyAndHeader(
                        camel.uri(account) + "&operation=diagnose",
                        null,
                        AltinnBrokerConstants.RESOURCE_ID,
                        "urn:altinn:resource:other-resource",
                        OnboardingReport.class);
        assertThat(report.subject()).startsWith("altinn-broker:other-resource at");
        assertThat(report.firstMissing()).contains(OnboardingStep.RESOURCE);
    }

    @Test
    void altinnDoesNotTakeTheToken() {
        altinn.emulator().authentication().failNextExchanges(100);
        try {
            OnboardingReport report = check(account);
            assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.MISSING, State.COULD_NOT_TELL);
            assertThat(finding(report, OnboardingStep.ROUND_TRIP).toString())
                    .contains("the exchange of the token at Altinn", "HTTP 401", "same environment");
        } finally {
            altinn.emulator().authentication().failNextExchanges(0);
        }
    }

    @Test
    void thePlatformIsNotAltinn() {
        OnboardingReport report = check(
                account,
                configuration -> configuration.setPlatformUrl(altinn.service().platformUrl() + "/elsewhere"));
        assertStates(report, State.FINE, State.FINE, State.COULD_NOT_TELL, State.MISSING, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.ROUND_TRIP).toDo()).contains("the platform URL is Altinn's platform");
        altinn.emulator().recorder().clear();
    }

    @Test
    void maskinportenIsDown() {
        OnboardingReport report = check(account, configuration -> configuration.setTokenEndpoint(NOBODY + "/token"));
        assertStates(
                report,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL,
                State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toString())
                .containsIgnoringCase("refused")
                .contains("check that this machine reaches Maskinporten");
        assertThat(finding(report, OnboardingStep.ROUND_TRIP).found()).contains("Altinn answers");
        assertThat(report.isReady()).isFalse();
    }

    @Test
    void aWrongClockIsToldAndCorrected() {
        altinn.emulator().clock().advance(Duration.ofMinutes(10));
        try {
            OnboardingReport report = check(account);
            assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.FINE);
            assertThat(finding(report, OnboardingStep.ROUND_TRIP).found())
                    .containsPattern("this machine's clock is [56]\\d\\d s behind Altinn's");
            assertThat(finding(report, OnboardingStep.ROUND_TRIP).toDo()).contains("NTP");
        } finally {
            altinn.emulator().clock().reset();
        }
    }

    @Test
    void aClockThatCannotBeCorrectedIsMissing() {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atZone(ZoneOffset.UTC));
        altinn.emulator()
                .faults()
                .next(
                        Operation.MASKINPORTEN_TOKEN,
                        2,
                        Fault.answer(
                                        400,
                                        "application/json",
                                        "{\"error\":\"invalid_grant\",\"error_description\":\"JWT is expired\","
                                                + "\"error_uri\":\"https://test.maskinporten.no/errors/MP-130\"}")
                                .header("Date", now));
        assertClientIsMissing(check(account), "MP-130", "clock", "whoever runs this machine");
    }

    @Test
    void theScopeForEventsIsMissing() {
        OnboardingReport report = check(altinn.service().sender());
        assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
        assertThat(report.isReady()).isTrue();
        assertThat(finding(report, OnboardingStep.EVENTS).toString())
                .contains("MP-200", "only needed for events", "nothing, if files are fetched by polling");
        assertThat(report.toString()).endsWith("READY\n").doesNotContain("NOT READY");
    }

    @Test
    void eventsAreReadWithAnExchangedTokenThoughTheBrokerIsCalledWithMaskinportens() {
        OnboardingReport report = check(account, configuration -> configuration.setExchange(false));
        assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.FINE);
        assertThat(altinn.emulator().recorder().count(Operation.TOKEN_EXCHANGE)).isEqualTo(1);
    }

    @Test
    void anUnreadableListOfSubscriptionsIsNoFailure() {
        altinn.emulator().faults().next(Operation.SUBSCRIPTIONS, Fault.answer(200, "text/html", "<html>hello</html>"));
        OnboardingReport report = check(account);
        assertStates(report, State.FINE, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.EVENTS).found()).contains("not a list of subscriptions");
    }

    /** Tokens of a sidecar, minted by the emulator's issuer. */
    private TokenProvider tokens(String scope) {
        return new TokenProvider() {

            @Override
            public BearerToken get(Identity identity) {
                Instant expires = altinn.emulator().clock().instant().plusSeconds(600);
                return BearerToken.of(
                        altinn.emulator()
                                .altinnTokens()
                                .sign(Map.of(
                                        "iss",
                                        altinn.emulator().altinnTokens().issuer(),
                                        "exp",
                                        expires.getEpochSecond(),
                                        "scope",
                                        scope,
                                        "urn:altinn:orgNumber",
                                        ORGANIZATION)),
                        expires);
            }

            @Override
            public void invalidate(Identity identity, BearerToken token) {
                throw new AssertionError("No token is refused as such");
            }
        };
    }

    @Test
    void tokensOfAnotherProviderAreCheckedToo() {
        OnboardingReport all = check(
                account, configuration -> configuration.setTokenProvider(tokens(WRITE + " " + READ + " " + EVENTS)));
        assertStates(all, State.FINE, State.FINE, State.FINE, State.FINE, State.FINE);

        OnboardingReport one = check(account, configuration -> configuration.setTokenProvider(tokens(READ)));
        assertStates(one, State.MISSING, State.FINE, State.FINE, State.FINE, State.COULD_NOT_TELL);
        assertThat(finding(one, OnboardingStep.SCOPES).toString())
                .contains(
                        "altinn:broker.write is not granted (the token has only altinn:broker.read)", "tokenProvider");
        assertThat(altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN))
                .isZero();
    }

    @Test
    void aProviderThatFailsIsToldWithItsOwnWords() {
        OnboardingReport report = check(
                account,
                configuration -> configuration.setTokenProvider(new TokenProvider() {

                    @Override
                    public BearerToken get(Identity identity) {
                        throw new IllegalStateException("the sidecar sleeps, eyJhbGciOiJSUzI1NiJ9.e30.x");
                    }

                    @Override
                    public void invalidate(Identity identity, BearerToken token) {
                        throw new AssertionError("There is no token");
                    }
                }));
        assertThat(finding(report, OnboardingStep.CLIENT).state()).isEqualTo(State.COULD_NOT_TELL);
        assertThat(finding(report, OnboardingStep.CLIENT).toString())
                .contains("IllegalStateException: the sidecar sleeps", "whoever provides the tokens");
    }

    @Test
    void aConfigurationThatIsWrongByItselfIsNotAsked() {
        assertThatThrownBy(() -> check(account, configuration -> configuration.setClientId(null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientId");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    /** The text of the report for each of the five steps broken in turn. */
    @Test
    void theReportOfEachStepBrokenInTurnIsPrinted() {
        List<OnboardingReport> reports = List.of(
                check(altinn.emulator().addAccount(ORGANIZATION, READ, EVENTS)),
                check(account, configuration -> configuration.setClientId("11111111-2222-3333-4444-555555555555")),
                check(account, configuration -> configuration.setResourceId("no-such-resource")),
                check(account, configuration -> configuration.setPlatformUrl(NOBODY)),
                check(altinn.service().sender()));
        for (OnboardingStep step : OnboardingStep.values()) {
            OnboardingReport report = reports.get(step.ordinal());
            System.out.println("---- broken: " + step + "\n" + report);
            assertThat(report.finding(step).isFine()).isFalse();
            assertThat(report.finding(step).toDo()).isNotBlank();
            assertThat(report.finding(step).ask()).isNotBlank();
            assertThat(report.findings())
                    .allSatisfy(other -> assertThat(other.found()).isNotBlank());
            assertThat(report.isReady()).isEqualTo(step == OnboardingStep.EVENTS);
        }
        assertThat(Set.copyOf(reports)).hasSize(5);
    }
}
