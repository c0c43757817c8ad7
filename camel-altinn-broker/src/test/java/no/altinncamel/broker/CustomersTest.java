package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.auth.BearerToken;
import no.altinncamel.broker.client.auth.Identity;
import no.altinncamel.broker.client.auth.TokenProvider;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.Scenario;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.SystemUser;

/** One supplier acts for its customers: as a system user or with a delegated scope, by option or for each exchange. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CustomersTest {

    private static final String FIRST = "986252932";
    private static final String SECOND = "991825827";
    private static final String DELEGATING = "974760673";

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    private CamelWithAltinn camel;
    private ProducerTemplate template;
    private Supplier supplier;
    private SystemUser first;
    private SystemUser second;
    private String endpoint;

    @BeforeAll
    void start() {
        supplier = Supplier.of(altinn.emulator(), "310332216");
        first = supplier.approved(FIRST, null);
        second = supplier.approved(SECOND, "branch-2");
        supplier.delegated(DELEGATING);
        camel = new CamelWithAltinn(altinn.service());
        camel.start();
        template = camel.template();
        endpoint = camel.uri(supplier.account()) + "&disableVirusScan=true&recipients="
                + altinn.service().recipient().organization();
    }

    @AfterAll
    void stop() {
        camel.close();
    }

    @BeforeEach
    void withoutLimits() {
        altinn.emulator().rateLimits().enabled(false);
    }

    private Exchange send(String uri, Map<String, Object> headers) throws Exception {
        Exchange sent = template.request(uri, exchange -> {
            exchange.getMessage().setBody("hello");
            exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
            exchange.getMessage().getHeaders().putAll(headers);
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
        return sent;
    }

    private static RecordedCall only(Operation operation) {
        List<RecordedCall> calls = altinn.emulator().recorder().calls(operation);
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    private String sender(Exchange sent) {
        return template.requestBodyAndHeader(
                        camel.uri(altinn.service().recipient()) + "&operation=overview",
                        null,
                        AltinnBrokerConstants.FILE_TRANSFER_ID,
                        sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID),
                        FileTransfer.class)
                .sender();
    }

    private void assertSentAs(SystemUser user) {
        for (Operation operation : List.of(Operation.INITIALIZE, Operation.UPLOAD)) {
            assertThat(only(operation).detail("caller")).isEqualTo(user.owner());
            assertThat(only(operation).detail("systemUser")).isEqualTo(user.id());
            assertThat(only(operation).detail("vendor")).isEqualTo(supplier.organization());
        }
    }

    @Test
    @Scenario({"M-25", "M-26", "M-135"})
    void theSystemUserOfTheOptionsSendsInItsCustomersName() throws Exception {
        Exchange sent = send(endpoint + "&systemUserOrganization=0192:" + FIRST, Map.of());
        assertSentAs(first);
        assertThat(sender(sent)).isEqualTo("0192:" + FIRST);

        altinn.emulator().recorder().clear();
        send(endpoint + "&systemUserOrganization=" + SECOND + "&systemUserExternalRef=branch-2", Map.of());
        assertSentAs(second);
    }

    @Test
    @Scenario("M-39")
    void theHeadersChooseTheCustomerOfEachExchange() throws Exception {
        sendForThree();
        assertThat(sendForThree()).as("grants when all three are in the cache").isZero();
    }

    /** @return number of grants */
    private int sendForThree() throws Exception {
        String uri = endpoint + "&organization=" + supplier.organization();
        altinn.emulator().recorder().clear();
        Exchange sent = send(uri, Map.of(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, "0192:" + FIRST));
        assertSentAs(first);
        assertThat(sender(sent)).isEqualTo("0192:" + FIRST);
        int grants = altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);

        altinn.emulator().recorder().clear();
        sent = send(
                uri,
                Map.of(
                        AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION,
                        SECOND,
                        AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF,
                        "branch-2"));
        assertSentAs(second);
        assertThat(sender(sent)).isEqualTo("0192:" + SECOND);
        grants += altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);

        altinn.emulator().recorder().clear();
        sent = send(uri, Map.of());
        assertThat(only(Operation.INITIALIZE).detail("systemUser")).isNull();
        assertThat(sender(sent)).isEqualTo("0192:" + supplier.organization());
        return grants + altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);
    }

    @Test
    void aHeaderReplacesOrganizationAndReferenceOfTheOptionsTogether() throws Exception {
        String uri = endpoint + "&systemUserOrganization=" + SECOND + "&systemUserExternalRef=branch-2";
        send(uri, Map.of(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, FIRST));
        assertSentAs(first);

        SystemUser other = supplier.approved(SECOND, "branch-3");
        altinn.emulator().recorder().clear();
        send(uri, Map.of(AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF, "branch-3"));
        assertSentAs(other);
    }

    @Test
    void aDelegatedScopeMakesTheCustomerTheSender() throws Exception {
        String customer = "974761076";
        supplier.delegated(customer);
        Exchange sent = send(endpoint + "&consumerOrganization=0192:" + customer, Map.of());

        assertThat(claims()).containsEntry("consumer_org", customer).doesNotContainKey("authorization_details");
        assertThat(only(Operation.INITIALIZE).detail("caller")).isEqualTo(customer);
        assertThat(sender(sent)).isEqualTo("0192:" + customer);
    }

    @Test
    void aHeaderForOneKindOfCustomerSwitchesTheOtherOff() throws Exception {
        send(
                endpoint + "&systemUserOrganization=" + SECOND + "&systemUserExternalRef=branch-2",
                Map.of(AltinnBrokerConstants.CONSUMER_ORGANIZATION, DELEGATING));
        assertThat(only(Operation.INITIALIZE).detail("caller")).isEqualTo(DELEGATING);
        assertThat(only(Operation.INITIALIZE).detail("systemUser")).isNull();

        altinn.emulator().recorder().clear();
        send(
                endpoint + "&consumerOrganization=" + DELEGATING,
                Map.of(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, FIRST));
        assertSentAs(first);
    }

    @Test
    void theSenderOfOptionOrHeaderWinsOverTheCustomer() {
        assertThatThrownBy(() -> send(
                        endpoint + "&systemUserOrganization=" + FIRST, Map.of(AltinnBrokerConstants.SENDER, SECOND)))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> assertThat(failure.getCode())
                        .isEqualTo("BRO-00006"));
    }

    static Stream<Arguments> wrongHeaders() {
        return Stream.of(
                arguments("", null, null, "SystemUserOrganization"),
                arguments("98625293x", null, null, "SystemUserOrganization"),
                arguments("{{customer}}", null, null, "SystemUserOrganization"),
                arguments("${header.customer}", null, null, "SystemUserOrganization"),
                arguments(null, null, "0193:986252932", "ConsumerOrganization"),
                arguments(FIRST, " ", null, "SystemUserExternalRef"),
                arguments(null, "branch-2", null, "SystemUserExternalRef"),
                arguments(null, "branch-2", DELEGATING, "SystemUserExternalRef"),
                arguments(FIRST, null, DELEGATING, "exclude one another"));
    }

    @ParameterizedTest
    @MethodSource("wrongHeaders")
    void aWrongHeaderFailsBeforeAnyCall(String systemUser, String reference, String consumer, String named) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, systemUser);
        headers.put(AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF, reference);
        headers.put(AltinnBrokerConstants.CONSUMER_ORGANIZATION, consumer);
        headers.values().removeIf(Objects::isNull);
        for (AltinnBrokerOperation operation : AltinnBrokerOperation.values()) {
            headers.put(AltinnBrokerConstants.OPERATION, operation);
            assertThatThrownBy(() -> send(endpoint + "&fileTransferId=" + new UUID(0, 1), headers))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(named);
        }
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    /** As {@code setHeader(…, simple("${header.customer}"))} leaves it when there is no such header. */
    @ParameterizedTest
    @ValueSource(
            strings = {AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, AltinnBrokerConstants.CONSUMER_ORGANIZATION})
    void aHeaderThatIsSetToNothingIsNoCallInOnesOwnNameOrAsTheCustomerOfTheOptions(String header) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(header, null);
        for (String uri : List.of(endpoint, endpoint + "&systemUserOrganization=" + FIRST)) {
            assertThatThrownBy(() -> send(uri, headers))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(header)
                    .hasMessageContaining("'null'");
        }
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void whereACustomerIsRequiredAnExchangeWithoutOneFailsBeforeAnyCall() {
        assertThatThrownBy(() -> send(endpoint + "&customerRequired=true", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names no customer, as customerRequired demands")
                .hasMessageContaining("CamelAltinnBrokerSystemUserOrganization");
        assertThat(altinn.emulator().recorder().calls()).isEmpty();
    }

    @Test
    void aCustomerWhoHasNotApprovedFailsAloneAndWorksOnceItHas() throws Exception {
        String waiting = "920866106";
        SystemUser requested = supplier.requested(waiting, null);
        Map<String, Object> headers = Map.of(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, waiting);

        assertThatThrownBy(() -> send(endpoint, headers))
                .isInstanceOfSatisfying(AltinnBrokerException.class, failure -> {
                    assertThat(failure.getCode()).isEqualTo("MP-303");
                    assertThat(failure).hasMessageContaining("approved").hasMessageContaining(waiting);
                });
        assertThat(altinn.emulator().recorder().count(Operation.INITIALIZE)).isZero();
        send(endpoint, Map.of(AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, FIRST));

        requested.approve();
        // the refusal is remembered for half a minute with the scope it was for; other scopes are asked for at once
        send(endpoint + "&scopes=altinn:broker.write,altinn:broker.read", headers);
    }

    @Test
    void theConsumerReceivesWhatIsForTheCustomer() throws Exception {
        String resource = "for-customers";
        altinn.emulator().broker().addResource(resource);
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        // the supplier's own number, as a component may have it, does not stand in the way
        String from = camel.uri(resource, supplier.account()) + "&organization=" + supplier.organization()
                + "&systemUserOrganization=" + SECOND
                + "&systemUserExternalRef=branch-2&initialDelay=0&delay=100";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from)
                        .routeId("customer")
                        .process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
            }
        });
        String sender = altinn.service().sender().organization();
        template.sendBodyAndHeader(
                camel.uri(resource, altinn.service().sender()) + "&sender=" + sender + "&recipients=" + SECOND
                        + "&disableVirusScan=true",
                "for you",
                Exchange.FILE_NAME,
                "a.txt");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> altinn.emulator().recorder().count(Operation.CONFIRM) == 1);
        camel.getRouteController().stopRoute("customer");
        assertThat(received).containsExactly("for you");
        assertThat(only(Operation.CONFIRM).detail("systemUser")).isEqualTo(second.id());
        assertThat(altinn.emulator().recorder().calls(Operation.LIST))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.detail("caller")).isEqualTo(SECOND));
    }

    /** What is confirmed already is recognised by the customer's own status, not by the supplier's. */
    @Test
    void downloadAndConfirmLookAtTheStatusOfTheCustomerInTheHeader() throws Exception {
        String sender = altinn.service().sender().organization();
        Object id = send(
                        camel.uri(altinn.service().sender()) + "&sender=" + sender + "&recipients=" + FIRST
                                + "&disableVirusScan=true",
                        Map.of())
                .getMessage()
                .getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID);
        String uri = camel.uri(supplier.account()) + "&organization=" + supplier.organization();
        Map<String, Object> headers = Map.of(
                AltinnBrokerConstants.FILE_TRANSFER_ID, id, AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION, FIRST);

        assertThat(template.requestBodyAndHeaders(uri + "&operation=download", null, headers, String.class))
                .isEqualTo("hello");
        send(uri + "&operation=confirm", headers);
        send(uri + "&operation=confirm", headers);

        assertThat(altinn.emulator().recorder().calls(Operation.CONFIRM))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.detail("systemUser")).isEqualTo(first.id()));
    }

    @Test
    void audienceAndTestFlagReachMaskinportenAndTheExchange() throws Exception {
        send(
                endpoint + "&sender=" + supplier.organization()
                        + "&maskinportenResource=https://b.example, https://a.example&exchangeTest=true",
                Map.of());

        assertThat(claims()).containsEntry("resource", List.of("https://a.example", "https://b.example"));
        assertThat(only(Operation.TOKEN_EXCHANGE).uri()).endsWith("/exchange/maskinporten?test=true");
    }

    @Test
    void aTokenProviderOfTheRoutesOwnIsToldWhomTheExchangeActsFor() throws Exception {
        List<Identity> asked = Collections.synchronizedList(new ArrayList<>());
        camel.getRegistry().bind("sidecar", new TokenProvider() {
            @Override
            public BearerToken get(Identity identity) {
                asked.add(identity);
                return BearerToken.of("no-token", Instant.MAX);
            }

            @Override
            public void invalidate(Identity identity, BearerToken token) {
                // there is only this one
            }
        });
        String uri =
                "altinn-broker:" + altinn.service().resourceId() + "?tokenProvider=#bean:sidecar&recipients=" + FIRST;

        assertThatThrownBy(() -> send(
                        uri,
                        Map.of(
                                AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION,
                                SECOND,
                                AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF,
                                "branch-2")))
                .isInstanceOf(AltinnBrokerException.class);

        assertThat(asked).isNotEmpty().allSatisfy(identity -> {
            assertThat(identity.systemUserOrg()).isEqualTo(SECOND);
            assertThat(identity.externalRef()).isEqualTo("branch-2");
            assertThat(identity.scopes()).containsExactly("altinn:broker.write");
            assertThat(identity.tokenEndpoint()).hasToString(altinn.service().tokenEndpoint());
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> claims() {
        return (Map<String, Object>) only(Operation.MASKINPORTEN_TOKEN).detail("assertionClaims");
    }
}
