package no.altinncamel.broker;

import java.util.LinkedHashMap;
import java.util.Map;

import javax.management.openmbean.TabularData;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

import no.altinncamel.broker.client.http.Bandwidth;

/** Sends and receives files through Altinn 3 Broker. */
@Component("altinn-broker")
@ManagedResource(description = "Managed Altinn Broker Component")
public class AltinnBrokerComponent extends HealthCheckComponent implements SSLContextParametersAware {

    private static final String PROPERTY_PREFIX = "property.";

    @Metadata(
            description =
                    "The options that endpoints start with; each can be set on the component by its own name, too.")
    private AltinnBrokerConfiguration configuration = new AltinnBrokerConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description =
                    "Whether the context's global SSLContextParameters are used when neither endpoint nor component has"
                            + " its own.")
    private boolean useGlobalSslContextParameters;

    @Metadata(
            label = "advanced",
            defaultValue = "0",
            description =
                    "Most bytes of files per second that all endpoints of this component send and receive together, such as "
                            + "10000000 for 10 MB/s. 0 for no limit. Files that move at the same time share it evenly. After a pause, a "
                            + "second's worth (at least 64 KiB) goes at full speed. A limit of its own for some endpoints takes a "
                            + "second component. It can be changed by JMX while files move.")
    private long maxBytesPerSecond;

    private final RunningTransfers transfers = new RunningTransfers();
    private volatile BrokerConnections connections;

    public AltinnBrokerComponent() {}

    public AltinnBrokerComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        AltinnBrokerConfiguration own = configuration.copy();
        own.setResourceId(ConfigurationCheck.bareResourceId(remaining));
        if (own.getSslContextParameters() == null) {
            own.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        AltinnBrokerEndpoint endpoint = new AltinnBrokerEndpoint(uri, this, own);
        Map<String, Object> properties = PropertiesHelper.extractProperties(parameters, PROPERTY_PREFIX);
        setProperties(endpoint, parameters);
        if (!properties.isEmpty()) {
            Map<String, Object> merged = new LinkedHashMap<>();
            if (own.getProperties() != null) {
                merged.putAll(own.getProperties());
            }
            merged.putAll(properties);
            own.setProperties(merged);
        }
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        connections = newConnections();
    }

    private BrokerConnections newConnections() {
        return new BrokerConnections(getCamelContext(), new Bandwidth(maxBytesPerSecond, System::nanoTime));
    }

    @Override
    protected void doStart() throws Exception {
        if (connections.isClosed()) {
            connections = newConnections();
        }
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        // a context may be stopped without having been started
        if (connections != null) {
            connections.close();
        }
        super.doStop();
    }

    BrokerConnections connections() {
        return connections;
    }

    RunningTransfers transfers() {
        return transfers;
    }

    @ManagedAttribute(
            description =
                    "Files of all endpoints that move at the moment, up and down: how far they are, how fast they go")
    public TabularData getRunningTransfers() {
        return RunningTransfersTable.table(transfers.figures());
    }

    @ManagedAttribute(
            description = "Bytes of files that go up and down in a second, all together, over the last ten seconds")
    public long getBytesPerSecond() {
        return transfers.bytesPerSecond();
    }

    @ManagedAttribute(
            description = "Most bytes of files per second, up and down and of all endpoints together; 0 for no limit")
    public long getMaxBytesPerSecond() {
        return maxBytesPerSecond;
    }

    @ManagedAttribute
    public void setMaxBytesPerSecond(long maxBytesPerSecond) {
        if (maxBytesPerSecond < 0) {
            throw new IllegalArgumentException("maxBytesPerSecond: " + maxBytesPerSecond
                    + " is too small - use bytes per second, such as 10000000, or 0 for no limit");
        }
        this.maxBytesPerSecond = maxBytesPerSecond;
        if (connections != null) {
            connections.bandwidth().limit(maxBytesPerSecond);
        }
    }

    public AltinnBrokerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(AltinnBrokerConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
