package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import org.apache.camel.AfterPropertiesConfigured;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.StringHelper;

import no.altinncamel.broker.claims.Claims;
import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.TransferListener;
import no.altinncamel.broker.client.UploadStore;
import no.altinncamel.broker.operation.SendOnce;
import no.altinncamel.broker.operation.SendSettings;
import no.altinncamel.broker.receive.DroppedExchanges;
import no.altinncamel.broker.receive.KnownTransfers;

/**
 * Send and receive files through Altinn 3 Broker, Norway's managed file transfer service between organisations.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "altinn-broker",
        title = "Altinn Broker",
        syntax = "altinn-broker:resourceId",
        category = {Category.FILE, Category.CLOUD, Category.API},
        headersClass = AltinnBrokerConstants.class)
public class AltinnBrokerEndpoint extends ScheduledPollEndpoint
        implements EndpointServiceLocation, AfterPropertiesConfigured {

    /** One list call a poll or two, ten a minute allowed: this leaves room for a second endpoint or a retry. */
    static final long DEFAULT_DELAY = 15_000;

    private static final String DEFAULT_SCHEME = "altinn-broker";

    @UriParam
    private final AltinnBrokerConfiguration configuration;
    /** Declared again only so that the documentation tells this component's default; the value lives in the base class. */
    @UriParam(
            label = "consumer,scheduler",
            defaultValue = "" + DEFAULT_DELAY,
            javaType = "java.time.Duration",
            description =
                    "Milliseconds before the next poll. A poll costs one list call or two, of which the Broker allows ten a minute for everything"
                            + " that shares a Maskinporten client.")
    private long delay = DEFAULT_DELAY;

    /** How the URI calls the component: by the name that it has in its context. */
    private final String scheme;

    private final KnownTransfers knownTransfers = new KnownTransfers(Clock.systemUTC());
    private final DroppedExchanges droppedExchanges = new DroppedExchanges();

    private final EndpointConnection connection;
    private EndpointConnection.Hold hold;
    private TransferSelection selection;
    private Claims claims;
    private SendOnce sendOnce;
    private UploadStore uploadStore;
    private volatile Reception tender;
    private volatile AltinnBrokerConsumer startedConsumer;

    public AltinnBrokerEndpoint(String uri, AltinnBrokerComponent component, AltinnBrokerConfiguration configuration) {
        super(uri, component);
        this.configuration = configuration;
        this.scheme = StringHelper.before(uri, ":", DEFAULT_SCHEME);
        this.connection = new EndpointConnection(scheme, component, configuration);
        super.setDelay(DEFAULT_DELAY);
    }

    @Override
    public void setDelay(long delay) {
        super.setDelay(delay);
        this.delay = delay;
    }

    @Override
    public long getDelay() {
        return delay;
    }

    /** Checks the options as soon as all of them are set, so that a mistake shows before any route starts. */
    @Override
    public void afterPropertiesConfigured(CamelContext context) {
        new ConfigurationCheck(scheme, configuration).check();
        selection = new TransferSelection(context, configuration);
        Poison.check(context, configuration);
    }

    @Override
    public Producer createProducer() {
        return new AltinnBrokerProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        AltinnBrokerConsumer consumer = new AltinnBrokerConsumer(this, processor);
        consumer.setMaxMessagesPerPoll(configuration.getMaxMessagesPerPoll());
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        AltinnBrokerPollingConsumer consumer = new AltinnBrokerPollingConsumer(this);
        configurePollingConsumer(consumer);
        return consumer;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        hold = connection.hold();
        IdempotentRepository repository = configuration.getIdempotentRepository();
        if (repository != null && claims == null) {
            CamelContextAware.trySetCamelContext(repository, getCamelContext());
            ServiceHelper.startService(repository);
            Duration claimTimeout = Duration.ofMillis(configuration.getClaimTimeout());
            claims = new Claims(repository, EndpointIdentity.name(configuration), claimTimeout, Clock.systemUTC());
            if (configuration.isSendOnce()) {
                Duration lookback = Duration.ofMillis(configuration.getSendOnceLookback());
                sendOnce = new SendOnce(repository, claimTimeout, lookback, Clock.systemUTC());
            }
        }
        if (uploadStore == null) {
            uploadStore = configuration.uploadStore();
        }
    }

    /** Watches the files that move for this endpoint. */
    TransferListener transferListener() {
        return getComponent().transfers().of(this);
    }

    /** {@code null} without the option. */
    SendOnce sendOnce() {
        return sendOnce;
    }

    SendSettings sendSettings(boolean waitForPublication) {
        return new SendSettings(
                configuration.isComputeChecksum(),
                waitForPublication ? Duration.ofMillis(configuration.getPublicationTimeout()) : null,
                configuration.uploadOptions(),
                uploadStore,
                configuration.isTerminateUploads(),
                sendOnce);
    }

    @Override
    protected void doStop() throws Exception {
        if (hold != null) {
            hold.close();
        }
        super.doStop();
    }

    /** For producers, consumers and exchanges, whose client has to outlive the endpoint's own stop. */
    EndpointConnection connection() {
        return connection;
    }

    /** Outlives the consumer, because a route that is started again gets a new one while old exchanges may still be running. */
    KnownTransfers knownTransfers() {
        return knownTransfers;
    }

    /** As long-lived as what is known of the transfers. */
    DroppedExchanges droppedExchanges() {
        return droppedExchanges;
    }

    /** {@code null} without an idempotent repository. */
    Claims claims() {
        return claims;
    }

    /** The consumer that was started last and is not stopped; {@code null} if there is none. */
    AltinnBrokerConsumer consumer() {
        return startedConsumer;
    }

    void consumer(AltinnBrokerConsumer started) {
        startedConsumer = started;
    }

    /** Who sees to what the endpoint's consumers have left to do: the one that was started last. */
    Reception tender() {
        return tender;
    }

    void tender(Reception reception) {
        tender = reception;
    }

    synchronized TransferSelection selection() {
        if (selection == null) {
            selection = new TransferSelection(getCamelContext(), configuration);
        }
        return selection;
    }

    /**
     * The client with the identity that the operation needs.
     *
     * @param customer whom it acts for, or {@code null} to act for ourselves; replaces that of the options
     */
    BrokerClient client(AltinnBrokerOperation operation, Customer customer) {
        String scope = BrokerScope.of(operation, BrokerScope.of(configuration.getOperation()));
        return connection.client().withIdentity(EndpointIdentity.of(configuration, scope, customer));
    }

    /** The client with the identity that holds the scope. */
    BrokerClient client(String scope) {
        return connection.client().withIdentity(EndpointIdentity.of(configuration, scope));
    }

    /** The client with the identity that the endpoint's own operation needs. */
    BrokerClient client() {
        return connection.client();
    }

    @Override
    public AltinnBrokerComponent getComponent() {
        return (AltinnBrokerComponent) super.getComponent();
    }

    public AltinnBrokerConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public String getServiceUrl() {
        return configuration.platformUrl();
    }

    @Override
    public String getServiceProtocol() {
        return "altinn-broker";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return configuration.getClientId() == null ? Map.of() : Map.of("clientId", configuration.getClientId());
    }
}
