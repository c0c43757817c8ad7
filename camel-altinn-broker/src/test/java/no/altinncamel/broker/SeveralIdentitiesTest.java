package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.maskinporten.SystemUser;

/** Four suppliers with four customers each, all in one context and all at once: nobody ever carries another's token. */
class SeveralIdentitiesTest {

    private static final List<String> SUPPLIERS = List.of("310332216", "314244370", "974760673", "974761076");
    /** Organisation and reference; two of one customer and two without a reference. */
    private static final List<List<String>> CUSTOMERS = List.of(
            List.of("986252932"), List.of("991825827"), List.of("920866106", "north"), List.of("920866106", "south"));

    private static final int FILES = 4;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Pattern TRANSFER = Pattern.compile("/filetransfer/([0-9a-f-]{36})");
    private static final Pattern RESOURCE = Pattern.compile("resourceId=([^&]+)");

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    /** One supplier acting for one customer, who receives on a resource of its own. */
    private record Party(String component, Supplier supplier, SystemUser user, String reference, String resource) {

        String expected() {
            return user.owner() + " through " + user.id() + " by " + supplier.organization();
        }
    }

    private final List<Party> parties = new ArrayList<>();
    private final Map<String, Party> senders = new ConcurrentHashMap<>();
    private final Map<String, Party> recipients = new ConcurrentHashMap<>();
    private final Set<String> received = ConcurrentHashMap.newKeySet();

    @Test
    void noRequestEverCarriesAnothersToken() throws Exception {
        altinn.emulator().rateLimits().enabled(false);
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            for (int i = 0; i < SUPPLIERS.size(); i++) {
                addSupplier(camel, "supplier" + i, SUPPLIERS.get(i));
            }
            camel.start();
            for (Party party : parties) {
                receive(camel, party);
            }
            sendAll(camel.template());
            await().atMost(LONG).until(() -> altinn.emulator().recorder().count(Operation.CONFIRM) == senders.size());
        }

        assertThat(received).hasSize(parties.size() * FILES);
        List<RecordedCall> calls = altinn.emulator().recorder().calls();
        assertThat(calls).allSatisfy(call -> assertThat(call.status()).isBetween(200, 206));
        calls.forEach(this::assertCaller);
        assertInitializations();
        assertGrants();
    }

    private void addSupplier(CamelWithAltinn camel, String name, String organization) {
        Supplier supplier = Supplier.of(altinn.emulator(), organization);
        AltinnBrokerComponent component = new AltinnBrokerComponent();
        AltinnBrokerConfiguration configuration =
                camel.component().getConfiguration().copy();
        configuration.setClientId(supplier.account().clientId());
        configuration.setPrivateKey(supplier.account().privateJwk());
        configuration.setDisableVirusScan(true);
        component.setConfiguration(configuration);
        camel.addComponent(name, component);
        for (List<String> customer : CUSTOMERS) {
            String reference = customer.size() > 1 ? customer.get(1) : null;
            String resource = name + "-" + String.join("-", customer);
            altinn.emulator().broker().addResource(resource);
            parties.add(new Party(name, supplier, supplier.approved(customer.get(0), reference), reference, resource));
        }
    }

    private void receive(CamelWithAltinn camel, Party party) throws Exception {
        String reference = party.reference() == null ? "" : "&systemUserExternalRef=" + party.reference();
        String uri = party.component() + ":" + party.resource() + "?systemUserOrganization="
                + party.user().owner() + reference + "&initialDelay=0&delay=200";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).process(exchange -> received.add(exchange.getMessage().getBody(String.class)));
            }
        });
    }

    /** Each party sends to the next one: through one endpoint for each supplier, as the customer in the headers. */
    private void sendAll(ProducerTemplate template) throws Exception {
        List<Callable<Void>> sends = new ArrayList<>();
        for (int i = 0; i < parties.size(); i++) {
            Party from = parties.get(i);
            Party to = parties.get((i + 1) % parties.size());
            for (int file = 0; file < FILES; file++) {
                String body = i + " sends " + file;
                sends.add(() -> send(template, from, to, body));
            }
        }
        Collections.shuffle(sends);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<Void> sent : threads.invokeAll(sends)) {
                sent.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Void send(ProducerTemplate template, Party from, Party to, String body) throws Exception {
        Exchange sent = template.request(from.component() + ":any", exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_NAME, body);
            exchange.getMessage().setHeader(AltinnBrokerConstants.RESOURCE_ID, to.resource());
            exchange.getMessage()
                    .setHeader(AltinnBrokerConstants.RECIPIENTS, to.user().owner());
            exchange.getMessage()
                    .setHeader(
                            AltinnBrokerConstants.SYSTEM_USER_ORGANIZATION,
                            from.user().owner());
            exchange.getMessage().setHeader(AltinnBrokerConstants.SYSTEM_USER_EXTERNAL_REF, from.reference());
        });
        if (sent.getException() != null) {
            throw sent.getException();
        }
        String id = sent.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        senders.put(id, from);
        recipients.put(id, to);
        return null;
    }

    private static String caller(RecordedCall call) {
        return call.detail("caller") + " through " + call.detail("systemUser") + " by " + call.detail("vendor");
    }

    /** Whose token a call must have carried follows from the transfer, or from the resource that was searched. */
    private void assertCaller(RecordedCall call) {
        Party expected =
                switch (call.operation()) {
                    case UPLOAD -> senders.get(first(TRANSFER, call.uri()));
                    case OVERVIEW, DOWNLOAD, CONFIRM -> recipients.get(first(TRANSFER, call.uri()));
                    case LIST -> {
                        String resource = first(RESOURCE, call.uri());
                        yield parties.stream()
                                .filter(party -> party.resource().equals(resource))
                                .findFirst()
                                .orElseThrow();
                    }
                    default -> null;
                };
        if (expected != null) {
            assertThat(caller(call)).as(call.toString()).isEqualTo(expected.expected());
        } else {
            assertThat(call.operation())
                    .isIn(Operation.INITIALIZE, Operation.MASKINPORTEN_TOKEN, Operation.TOKEN_EXCHANGE);
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private void assertInitializations() {
        Map<String, Integer> expected = new TreeMap<>();
        parties.forEach(party -> expected.put(party.expected(), FILES));
        Map<String, Integer> seen = new TreeMap<>();
        altinn.emulator()
                .recorder()
                .calls(Operation.INITIALIZE)
                .forEach(call -> seen.merge(caller(call), 1, Integer::sum));
        assertThat(seen).isEqualTo(expected);
    }

    /** Each party writes with one token and reads with another. */
    private void assertGrants() {
        int identities = 2 * parties.size();
        int grants = altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN);
        int exchanges = altinn.emulator().recorder().count(Operation.TOKEN_EXCHANGE);
        System.out.printf(
                "%d components, %d identities, %d transfers in 16 threads, %d calls: %d grants, %d exchanges%n",
                SUPPLIERS.size(),
                identities,
                senders.size(),
                altinn.emulator().recorder().calls().size(),
                grants,
                exchanges);
        assertThat(grants).isEqualTo(identities);
        assertThat(exchanges).isEqualTo(identities);
        for (Supplier supplier :
                parties.stream().map(Party::supplier).distinct().toList()) {
            for (Operation operation : List.of(Operation.MASKINPORTEN_TOKEN, Operation.TOKEN_EXCHANGE)) {
                assertThat(altinn.emulator().recorder().calls(operation))
                        .filteredOn(call -> supplier.account().clientId().equals(call.detail("clientId")))
                        .hasSize(2 * CUSTOMERS.size());
            }
        }
    }
}
