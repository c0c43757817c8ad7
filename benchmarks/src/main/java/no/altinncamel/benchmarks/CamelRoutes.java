package no.altinncamel.benchmarks;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Synchronization;

import no.altinncamel.broker.AltinnBrokerComponent;
import no.altinncamel.broker.AltinnBrokerConfiguration;
import no.altinncamel.broker.AltinnBrokerConstants;
import no.altinncamel.broker.client.http.RateBudget;

/** This project's component. Options are those of its URI. */
final class CamelRoutes implements Contender {

    private static final int BUFFER = 256 * 1024;

    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;
    private final Settings settings;
    /** By URI; a route looks them up once, too. */
    private final Map<String, Endpoint> endpoints = new HashMap<>();

    private final Map<Endpoint, Producer> producers = new HashMap<>();

    /** @param unlimited whether calls are sent faster than the Broker allows, to an emulator that was told to let them pass */
    CamelRoutes(Settings settings, boolean unlimited) {
        this.settings = settings;
        AltinnBrokerConfiguration configuration =
                camel.getComponent("altinn-broker", AltinnBrokerComponent.class).getConfiguration();
        configuration.setPlatformUrl(settings.platformUrl());
        configuration.setMaskinportenIssuer(settings.component("maskinportenIssuer"));
        configuration.setTokenEndpoint(settings.component("tokenEndpoint"));
        if (unlimited) {
            camel.getCamelContextExtension()
                    .addContextPlugin(RateBudget.class, RateBudget.unlimited(Duration.ofMinutes(2)));
        }
        camel.start();
        template = camel.createProducerTemplate();
    }

    private String uri(String role, String options) {
        return "altinn-broker:" + settings.resource() + "?clientId=" + settings.clientId(role)
                + "&privateKeyResource=RAW(" + settings.key(role) + ")" + options;
    }

    private Endpoint endpoint(String role, String options) {
        return endpoints.computeIfAbsent(uri(role, options), camel::getEndpoint);
    }

    @Override
    public void upload(String id, Path file, String options) {
        template.sendBodyAndHeader(
                endpoint(Settings.SENDER, "&operation=upload" + options),
                new File(file.toString()),
                AltinnBrokerConstants.FILE_TRANSFER_ID,
                id);
    }

    /** Initializes the transfer as well, after the checksum was computed. */
    void send(Path file, String options) {
        template.sendBody(sending(options), new File(file.toString()));
    }

    private Endpoint sending(String options) {
        return endpoint(
                Settings.SENDER,
                "&operation=send&disableVirusScan=true&fileName=benchmark.bin&sender="
                        + settings.organization(Settings.SENDER) + "&recipients="
                        + settings.organization(Settings.RECIPIENT) + options);
    }

    @Override
    public void download(String id, String options) throws Exception {
        Endpoint endpoint = endpoint(Settings.RECIPIENT, "&operation=download" + options);
        Producer producer = producers.get(endpoint);
        if (producer == null) {
            producer = endpoint.createProducer();
            producer.start();
            producers.put(endpoint, producer);
        }
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, id);
        producer.process(exchange);
        if (exchange.getException() != null) {
            throw new CamelExecutionException("The download failed", exchange, exchange.getException());
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream body = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            while (body.read(buffer) >= 0) {
                // thrown away, as curl does with /dev/null
            }
        }
    }

    /** Sends so many files of a KiB from so many threads. */
    void sendMany(int files, int threads, String options) throws Exception {
        String text = "\0".repeat(1024);
        Endpoint endpoint = sending(options);
        ExecutorService senders = Executors.newFixedThreadPool(threads);
        try {
            for (Future<?> sent : IntStream.range(0, files)
                    .mapToObj(i -> senders.submit(() -> template.sendBody(endpoint, text)))
                    .toList()) {
                sent.get();
            }
        } finally {
            senders.shutdownNow();
        }
    }

    /** Receives and confirms so many files, by a route that throws them away. */
    void receiveMany(int files, String options) throws Exception {
        Reception reception = new Reception(files);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri(Settings.RECIPIENT, "&initialDelay=0&delay=100" + options))
                        .routeId("receiver")
                        .process(exchange -> {
                            try (InputStream body = exchange.getMessage().getMandatoryBody(InputStream.class)) {
                                body.transferTo(OutputStream.nullOutputStream());
                            }
                            exchange.getExchangeExtension().addOnCompletion(reception);
                        });
            }
        });
        reception.await();
    }

    /** To be called after each {@link #receiveMany}: a route takes its time to stop. */
    void stopReceiving() throws Exception {
        if (camel.getRoute("receiver") != null) {
            camel.getRouteController().stopRoute("receiver");
            camel.removeRoute("receiver");
        }
    }

    /** Counts the files that were received and confirmed. */
    private static final class Reception implements Synchronization {

        private final CountDownLatch left;
        private volatile Exception failure;

        Reception(int files) {
            this.left = new CountDownLatch(files);
        }

        void await() throws Exception {
            left.await();
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void onComplete(Exchange exchange) {
            left.countDown();
        }

        /** It would come again, but without it there is nothing to measure. */
        @Override
        public void onFailure(Exchange exchange) {
            failure = exchange.getException();
            while (left.getCount() > 0) {
                left.countDown();
            }
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
