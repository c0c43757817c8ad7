package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.Message;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.health.DefaultHealthCheckRegistry;
import org.apache.camel.impl.health.ProducersHealthCheckRepository;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.FileTransferStatus;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.broker.client.auth.SigningKey;
import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** What users reported of other Camel components of this kind, one test for each theme, named after the issue it answers. */
class CamelThemesTest extends ReceiveFixture {

    private static final int MIB = 1 << 20;

    @TempDir
    Path directory;

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
    }

    private List<String> sendMany(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(i -> send(prefix + i)).toList();
    }

    private void awaitAllConfirmed(List<String> ids) {
        await().atMost(LONG).untilAsserted(() -> assertThat(ids).allSatisfy(id -> assertThat(
                        altinn.emulator().broker().transfer(id).status())
                .hasToString("ALL_CONFIRMED_DOWNLOADED")));
    }

    /** A route with the scheduler's options as the test gives them. */
    private void receiveWith(String routeId, String options, Steps steps) throws Exception {
        String uri = camel.uri(resource, altinn.service().recipient()) + options;
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                steps.add(from(uri).routeId(routeId));
            }
        });
    }

    private HealthCheck.Result health() {
        return consumer().getHealthCheck().call();
    }

    @Test
    void c1_CAMEL_26998_aPollThatHangsIsSeenAndNoCallHangsForEver() throws Exception {
        receive("&healthPollTimeout=500&responseTimeout=60000", route -> route.process(this::read));
        await().atMost(LONG).until(() -> health().getState() == HealthCheck.State.UP);
        altinn.emulator().faults().next(Operation.LIST, Fault.hang());
        await().atMost(LONG).until(() -> health().getState() == HealthCheck.State.DOWN);
        assertThat(health().getMessage().orElseThrow()).contains("asking the Broker", "without an end");
        altinn.emulator().faults().clear();
        await().atMost(LONG).until(() -> health().getState() == HealthCheck.State.UP);
        camel.getRouteController().stopRoute("receive");
        camel.removeRoute("receive");

        String id = send("hello");
        for (Operation operation : List.of(Operation.LIST, Operation.OVERVIEW, Operation.DOWNLOAD, Operation.CONFIRM)) {
            altinn.emulator().faults().next(operation, Fault.hang());
        }
        receive("&responseTimeout=500", route -> route.process(this::read));
        awaitAllConfirmed(List.of(id));
        assertThat(received).contains("hello");
    }

    @Test
    void c2_CAMEL_24082_noFileIsLostBetweenPollsPagesOrEndpoints() throws Exception {
        Set<String> routed = ConcurrentHashMap.newKeySet();
        List<String> first = new ArrayList<>(sendMany("first-", 105));
        // nothing is confirmed, so what is behind the first page is only met by going on behind it
        receiveWith(
                "walk",
                "&initialDelay=0&delay=100&maxMessagesPerPoll=9&greedy=true&confirm=never",
                route -> route.process(exchange -> {
                    read(exchange);
                    routed.add(id(exchange));
                }));
        String firstResource = resource;
        resource = "other-" + System.nanoTime();
        altinn.emulator().broker().addResource(resource);
        List<String> second = sendMany("second-", 10);
        List<String> other = Collections.synchronizedList(new ArrayList<>());
        receive("&maxMessagesPerPoll=3", route -> route.process(exchange -> other.add(id(exchange))));
        resource = firstResource;
        first.addAll(sendMany("late-", 5));

        awaitAllConfirmed(second);
        await().atMost(LONG).until(() -> routed.containsAll(first));
        awaitPolls(6);
        assertThat(received).hasSize(110).doesNotHaveDuplicates();
        assertThat(other).containsExactlyElementsOf(second);
    }

    @Test
    void c3_CAMEL_25570_whatASuspendCutFromTheBatchIsNeitherTouchedNorLost() throws Exception {
        CountDownLatch suspending = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> ids = sendMany("file-", 5);
        receive(
                "",
                route -> route.process(exchange -> {
                    read(exchange);
                    suspending.countDown();
                    assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                }));
        assertThat(suspending.await(30, TimeUnit.SECONDS)).isTrue();
        Thread suspend = new Thread(() -> {
            try {
                camel.getRouteController().suspendRoute("receive");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        suspend.start();
        await().atMost(LONG).until(() -> !consumer().isBatchAllowed());
        go.countDown();
        suspend.join(TimeUnit.SECONDS.toMillis(30));

        awaitAllConfirmed(ids.subList(0, 1));
        assertThat(received).containsExactly("file-0");
        assertThat(ids.subList(1, 5))
                .allSatisfy(id -> assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.INITIALIZED));

        camel.getRouteController().resumeRoute("receive");
        awaitAllConfirmed(ids);
        assertThat(received).containsExactly("file-0", "file-1", "file-2", "file-3", "file-4");
    }

    @Test
    void c4_CAMEL_24357_eachOptionOfTheSchedulerHasItsEffect() throws Exception {
        String hour = "&delay=3600000";
        List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
        Steps note = route ->
                route.process(exchange -> batches.add(exchange.getProperty(Exchange.BATCH_SIZE, Integer.class)));
        List<String> ids = sendMany("file-", 5);
        receiveWith("late", "&initialDelay=3600000" + hour, route -> route.to("mock:late"));
        receiveWith("manual", "&startScheduler=false&initialDelay=0", route -> route.to("mock:manual"));
        receiveWith("one", "&initialDelay=0&maxMessagesPerPoll=2" + hour, note);
        awaitAllConfirmed(ids.subList(0, 2));
        await().atMost(LONG).until(() -> batches.size() == 2);
        camel.getRouteController().stopRoute("one");
        assertThat(batches).containsExactly(2, 2);

        receiveWith("greedy", "&initialDelay=0&maxMessagesPerPoll=2&greedy=true" + hour, note);
        awaitAllConfirmed(ids);
        assertThat(batches).containsExactly(2, 2, 2, 2, 1);
        camel.getRouteController().stopRoute("greedy");

        CountingStrategy strategy = new CountingStrategy();
        camel.getRegistry().bind("strategy", strategy);
        receiveWith(
                "twice",
                "&initialDelay=10&delay=10&repeatCount=2&sendEmptyMessageWhenIdle=true&pollStrategy=#bean:strategy",
                route -> route.process(
                        exchange -> received.add("idle " + exchange.getMessage().getBody())));
        await().atMost(LONG).until(() -> received.size() == 2);
        await().during(Duration.ofMillis(300)).atMost(LONG).until(() -> strategy.polls.get() == 2);
        assertThat(received).containsExactly("idle null", "idle null");
        assertThat(camel.getEndpoint("mock:late", MockEndpoint.class).getExchanges())
                .isEmpty();
        assertThat(camel.getEndpoint("mock:manual", MockEndpoint.class).getExchanges())
                .isEmpty();
    }

    /** Counts the polls that ended well, and keeps the failures of the others. */
    private static final class CountingStrategy extends DefaultPollingConsumerPollStrategy {

        private final AtomicInteger polls = new AtomicInteger();
        private final List<Exception> failures = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void commit(Consumer consumer, Endpoint endpoint, int polled) {
            polls.incrementAndGet();
        }

        @Override
        public boolean rollback(Consumer consumer, Endpoint endpoint, int retry, Exception cause) {
            failures.add(cause);
            return false;
        }
    }

    @Test
    void c5_CAMEL_24196_startAndStopLeakNoThreadAndParallelWorkSwallowsNoError() throws Exception {
        CountingStrategy strategy = new CountingStrategy();
        camel.getRegistry().bind("strategy", strategy);
        camel.getRegistry().bind("claims", MemoryIdempotentRepository.memoryIdempotentRepository());
        altinn.emulator().faults().next(Operation.LIST, Fault.status(403));
        AtomicInteger attempts = new AtomicInteger();
        List<Exception> met = Collections.synchronizedList(new ArrayList<>());
        List<String> ids = sendMany("file-", 4);
        receive(
                "&concurrentTransfers=3&pollStrategy=#bean:strategy&idempotentRepository=#bean:claims&localWorkDirectory="
                        + directory.resolve("work"),
                route -> route.onException(IllegalStateException.class)
                        .process(exchange -> met.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)))
                        .end()
                        .process(exchange -> {
                            if (attempts.incrementAndGet() == 1) {
                                throw new IllegalStateException("in a worker");
                            }
                            read(exchange);
                        }));
        awaitAllConfirmed(ids);
        assertThat(strategy.failures).singleElement().isInstanceOf(AltinnBrokerException.class);
        assertThat(met).singleElement().extracting(Throwable::getMessage).isEqualTo("in a worker");

        camel.getRouteController().stopRoute("receive");
        Set<String> before = threads();
        for (int i = 0; i < 15; i++) {
            camel.getRouteController().startRoute("receive");
            awaitPolls(1);
            camel.getRouteController().stopRoute("receive");
        }
        // a leak would add one thread or more with each round
        await().atMost(LONG).untilAsserted(() -> assertThat(threads()).hasSizeLessThan(before.size() + 5));
    }

    private Set<String> threads() {
        Set<String> names = ConcurrentHashMap.newKeySet();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().contains(camel.getName() + ")")) {
                names.add(thread.getId() + " " + thread.getName());
            }
        }
        return names;
    }

    @Test
    void c6_CAMEL_24484_onlyWhoTookAClaimReleasesItAndNoneIsLeftBehind() throws Exception {
        MemoryIdempotentRepository repository =
                (MemoryIdempotentRepository) MemoryIdempotentRepository.memoryIdempotentRepository();
        camel.getRegistry().bind("claims", repository);
        String foreign = send("foreign");
        String name = EndpointIdentity.name(
                camel.getEndpoint(from(""), AltinnBrokerEndpoint.class).getConfiguration());
        new Claims(repository, name, Duration.ofMinutes(20), Clock.systemUTC()).take(UUID.fromString(foreign));
        String bad = send("bad");
        String good = send("good");
        AtomicInteger rollbacks = new AtomicInteger();
        receive("&claimTimeout=1200000&idempotentRepository=#bean:claims", route -> route.process(this::read)
                .process(exchange -> {
                    if (id(exchange).equals(bad)) {
                        exchange.setRollbackOnly(rollbacks.incrementAndGet() % 2 == 0);
                        throw new IllegalStateException("aborted");
                    }
                }));
        awaitAllConfirmed(List.of(good));
        await().atMost(LONG).until(() -> rollbacks.get() >= 3);
        camel.getRouteController().stopRoute("receive");

        assertThat(received).contains("good", "bad").doesNotContain("foreign");
        assertThat(repository.getCache().keySet())
                .filteredOn(key -> key.contains("#claim-"))
                .singleElement()
                .asString()
                .contains(foreign);
    }

    @Test
    void c7_CAMEL_23765_aNameThatIsAPathLeadsNowhere() throws Exception {
        Path inbox = directory.resolve("deep/inbox");
        List<String> ids = List.of(
                send("one", "../../evil.txt"), send("two", "..\\..\\worse.txt"), send("three", "/tmp/../..\\.."));
        receive("&localWorkDirectory=" + directory.resolve("work"), route -> route.to("file:" + inbox));

        awaitAllConfirmed(ids);
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().endsWith(".lock")))
                    .containsExactlyInAnyOrder(
                            inbox.resolve("evil.txt"), inbox.resolve("worse.txt"), inbox.resolve(ids.get(2)));
        }
    }

    @Test
    void c8_camel_kafka_connector_314_nothingIsFetchedBeforeTheFilters() throws Exception {
        List<RecipientStatus> atTheFilter = Collections.synchronizedList(new ArrayList<>());
        String unwanted = send("unwanted", "a.txt");
        String wanted = send("wanted", "b.xml");
        receive("&filter=RAW(${header.CamelFileName} contains '.xml')", route -> route.process(
                        exchange -> atTheFilter.add(recipientStatus(id(exchange))))
                .idempotentConsumer(
                        Builder.header(AltinnBrokerConstants.FILE_TRANSFER_ID),
                        MemoryIdempotentRepository.memoryIdempotentRepository())
                .process(exchange -> assertThat(altinn.emulator().recorder().count(Operation.DOWNLOAD))
                        .isZero())
                .process(this::read));

        awaitAllConfirmed(List.of(wanted));
        awaitPolls(3);
        assertThat(atTheFilter).containsExactly(RecipientStatus.INITIALIZED);
        assertThat(received).containsExactly("wanted");
        assertThat(recipientStatus(unwanted)).isEqualTo(RecipientStatus.INITIALIZED);
        assertThat(altinn.emulator().recorder().calls(Operation.DOWNLOAD))
                .extracting(RecordedCall::uri)
                .singleElement()
                .asString()
                .contains(wanted);
    }

    @Test
    void c9_camel_kafka_connector_311_aSuccessIsNotSeenAgainAndAFailureIsNeverTakenAway() throws Exception {
        String bad = send("bad");
        String good = send("good");
        receive("&maxAttempts=2", route -> route.process(this::read).process(exchange -> {
            if (id(exchange).equals(bad)) {
                throw new IllegalStateException("never");
            }
        }));

        awaitAllConfirmed(List.of(good));
        await().atMost(LONG).until(() -> consumer().getGivenUp() == 1);
        awaitPolls(5);
        assertThat(received).containsExactlyInAnyOrder("bad", "bad", "good");
        assertThat(overview(bad).status()).isEqualTo(FileTransferStatus.PUBLISHED);
        assertThat(recipientStatus(bad)).isEqualTo(RecipientStatus.DOWNLOAD_STARTED);
    }

    @Test
    void c10_camelinaction2_160_aFileTwiceAsLargeAsTheHeapPasses() throws Exception {
        Path file = large(128);
        String output = JourneyProcess.run(altinn.service(), directory, file, "-Xmx64m");

        assertThat(output).containsPattern("RECEIVED " + 128L * MIB + " [0-9a-f]{32} heap (\\d|[1-5]\\d|6[0-4])\\b");
    }

    private Path large(int mebibytes) throws Exception {
        Path file = directory.resolve("large.bin");
        byte[] block = new byte[MIB];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < mebibytes; i++) {
                Arrays.fill(block, (byte) i);
                out.write(block);
            }
        }
        return file;
    }

    @Test
    void c11_CAMEL_14506_optionsThatContradictEachOtherAreNamedAtTheStart() {
        refused("&maxAttempts=0&poisonEndpoint=mock:poison", "maxAttempts: it is 0, so no file is ever given up");
        refused("&confirm=manual&poisonPredicate=RAW(${body} != null)", "confirm: it is manual");
        refused("&failureBackoff=5000&failureBackoffMax=4000", "failureBackoffMax: 4000 is too small");
        refused(
                "&systemUserOrganization=310000011&consumerOrganization=310000012",
                "consumerOrganization: it is set together with systemUserOrganization");
        refused("&concurrentTransfers=0", "concurrentTransfers: 0 is too small");
    }

    private void refused(String options, String reason) {
        assertThatThrownBy(() -> receive(options, route -> route.process(this::read)))
                .as(options)
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining(reason);
    }

    @Test
    void c11_CAMEL_14506_moreTransfersThanConnectionsDoNotBlockEachOther() throws Exception {
        List<String> ids = sendMany("file-", 6);
        String overview = camel.uri(resource, altinn.service().recipient())
                + "&maxConnections=1&operation=overview&fileTransferId=";
        receive("&concurrentTransfers=4&maxConnections=1", route -> route.process(this::read)
                .process(exchange -> template.requestBody(overview + id(exchange), (Object) null)));

        awaitAllConfirmed(ids);
        assertThat(received).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void c12_CAMEL_16092_theHeadersAndTheFileOfAnotherComponentStayItsOwn() throws Exception {
        Path outbox = Files.createDirectories(directory.resolve("outbox"));
        Files.writeString(outbox.resolve("letter.txt"), "hello");
        List<Map<String, Object>> before = Collections.synchronizedList(new ArrayList<>());
        List<Map<String, Object>> after = Collections.synchronizedList(new ArrayList<>());
        String to = camel.uri(resource, altinn.service().sender()) + "&disableVirusScan=true&sender="
                + altinn.service().sender().organization() + "&recipients="
                + altinn.service().recipient().organization();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + outbox + "?move=.done&initialDelay=0&delay=100")
                        .setHeader("CamelAwsS3Key", constant("a"))
                        .setHeader(Exchange.HTTP_URI, constant("http://example.com"))
                        .process(exchange ->
                                before.add(Map.copyOf(exchange.getMessage().getHeaders())))
                        .to(to)
                        .process(exchange ->
                                after.add(Map.copyOf(exchange.getMessage().getHeaders())));
            }
        });

        await().atMost(LONG).until(() -> Files.exists(outbox.resolve(".done/letter.txt")));
        assertThat(before).hasSize(1);
        assertThat(before.get(0)).containsKeys(Exchange.FILE_NAME, Exchange.FILE_PATH, "CamelAwsS3Key");
        assertThat(after).singleElement().satisfies(headers -> {
            assertThat(headers).containsAllEntriesOf(before.get(0));
            assertThat(headers.keySet())
                    .filteredOn(header -> !before.get(0).containsKey(header))
                    .isNotEmpty()
                    .allMatch(header -> header.startsWith("CamelAltinnBroker"));
        });
    }

    @Test
    void c13_CAMEL_24231_pollEnrichWithADynamicNameGetsTheFileThatIsNamed() throws Exception {
        List<String> ids = List.of(send("one"), send("two"), send("three"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start")
                        .pollEnrich()
                        .simple(CamelThemesTest.this.from("&fileTransferId=${exchangeProperty.wanted}"))
                        .timeout(20_000)
                        .process(exchange -> received.add(exchange.getProperty("wanted") + " " + id(exchange) + " "
                                + exchange.getMessage().getBody(String.class)));
            }
        });

        List<String> expected = new ArrayList<>();
        for (int i : new int[] {1, 2, 0}) {
            template.sendBodyAndProperty("direct:start", "", "wanted", ids.get(i));
            awaitAllConfirmed(ids.subList(i, i + 1));
            expected.add(ids.get(i) + " " + ids.get(i) + " "
                    + List.of("one", "two", "three").get(i));
        }
        assertThat(received).containsExactlyElementsOf(expected);
    }

    @Test
    void c14_CAMEL_21277_theCommonFileHeadersAreThere() throws Exception {
        List<Message> messages = Collections.synchronizedList(new ArrayList<>());
        String id = send("hello", "letter.txt");
        Path inbox = directory.resolve("inbox");
        receive("", route -> route.process(
                        exchange -> messages.add(exchange.getMessage().copy()))
                .to("file:" + inbox));

        awaitAllConfirmed(List.of(id));
        assertThat(messages).singleElement().satisfies(message -> assertThat(message.getHeaders())
                .containsEntry(Exchange.FILE_NAME, "letter.txt")
                .containsEntry(Exchange.FILE_LENGTH, 5L));
        assertThat(inbox.resolve("letter.txt")).hasContent("hello");
    }

    @Test
    void c15_CAMEL_24644_anAltinnThatIsDownIsSeenBeforeAnythingIsSent() throws Exception {
        assertThat(stateOfAnIdleProducer()).isEqualTo(HealthCheck.State.UP);
        altinn.emulator().suspend();
        try {
            assertThat(stateOfAnIdleProducer()).isEqualTo(HealthCheck.State.DOWN);
        } finally {
            altinn.emulator().resume();
        }
    }

    private HealthCheck.State stateOfAnIdleProducer() throws Exception {
        try (CamelWithAltinn idle = new CamelWithAltinn(altinn.service())) {
            HealthCheckRegistry registry = new DefaultHealthCheckRegistry(idle);
            ProducersHealthCheckRepository producers = new ProducersHealthCheckRepository();
            producers.setEnabled(true);
            registry.register(producers);
            idle.getCamelContextExtension().addContextPlugin(HealthCheckRegistry.class, registry);
            String uri = idle.uri(resource, altinn.service().recipient()) + "&maxCallAttempts=1&recipients=310000011";
            idle.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:send").to(uri);
                }
            });
            idle.start();
            return HealthCheckHelper.invokeReadiness(idle, "full").stream()
                    .filter(result -> result.getCheck().getId().startsWith("producer:altinn-broker"))
                    .findFirst()
                    .orElseThrow()
                    .getState();
        }
    }

    @Test
    void c16_camel_spring_boot_examples_162_theRoutesOfTheReadmeCarryALargeFile() throws Exception {
        Path outbox = Files.createDirectories(directory.resolve("outbox"));
        Path inbox = directory.resolve("inbox");
        Path file = Files.move(large(96), outbox.resolve("large.bin"));
        AltinnAccount account = altinn.service().sender();
        // the component of the README is one organisation, so here it writes to itself
        String routes = DocumentedRoutes.block("README.md", "route:yaml")
                .replace("file:outbox", "file:" + outbox)
                .replace("file:inbox", "file:" + inbox)
                .replace("310332216", account.organization())
                .replace("314244370", account.organization())
                .replace("my-resource", resource);
        try (CamelWithAltinn readme = new CamelWithAltinn(altinn.service())) {
            AltinnBrokerConfiguration configuration = readme.component().getConfiguration();
            configuration.setClientId(account.clientId());
            configuration.setSigningKey(SigningKey.fromJwk(account.privateJwk(), null));
            readme.setAutoStartup(false);
            readme.start();
            PluginHelper.getRoutesLoader(readme).loadRoutes(ResourceHelper.fromString("readme.yaml", routes));
            readme.getRouteController()
                    .startRoute(readme.getRouteDefinitions().get(0).getRouteId());
            await().atMost(LONG)
                    .until(() -> Files.exists(outbox.resolve(".camel").resolve(file.getFileName())));
            readme.getRouteController()
                    .startRoute(readme.getRouteDefinitions().get(1).getRouteId());
            await().atMost(LONG.multipliedBy(2))
                    .untilAsserted(() -> assertThat(inbox).isDirectoryContaining("regex:.*/[-0-9a-f]{36}-large\\.bin"));
        }
        try (Stream<Path> arrived = Files.list(inbox)) {
            assertThat(arrived).singleElement().satisfies(one -> assertThat(one)
                    .hasSameBinaryContentAs(outbox.resolve(".camel").resolve(file.getFileName())));
        }
    }

    @Test
    void c17_CAMEL_17078_aDownloadGoesOnWhereItWasCut() throws Exception {
        int cut = 2 * MIB + 4711;
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(cut));
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.resetBeforeEffect());
        altinn.emulator().faults().next(Operation.DOWNLOAD, Fault.truncatedBody(MIB));
        Path file = large(8);
        Path copy = directory.resolve("copy.bin");
        String id = send(file.toFile(), message -> message.setHeader(AltinnBrokerConstants.FILE_NAME, "large.bin"));
        AtomicInteger routed = new AtomicInteger();
        receive(
                "",
                route -> route.process(exchange -> {
                    routed.incrementAndGet();
                    try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
                        Files.copy(in, copy);
                    }
                }));

        awaitAllConfirmed(List.of(id));
        assertThat(routed).hasValue(1);
        assertThat(copy).hasSameBinaryContentAs(file);
        List<Long> offsets = altinn.emulator().recorder().calls(Operation.DOWNLOAD).stream()
                .map(CamelThemesTest::offset)
                .toList();
        assertThat(offsets).hasSize(4).startsWith(0L);
        assertThat(offsets.get(1)).isBetween(1L, (long) cut);
        assertThat(offsets.get(2)).isEqualTo(offsets.get(1));
        assertThat(offsets.get(3)).isBetween(offsets.get(2) + 1, offsets.get(2) + MIB);
    }

    private static long offset(RecordedCall call) {
        String range = call.header("Range");
        return range == null ? 0 : Long.parseLong(range.replaceAll("bytes=(\\d+)-", "$1"));
    }
}
