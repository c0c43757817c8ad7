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
        connections = new BrokerConnections(getCamelContext());
    }

    @Override
    protected void doStart() throws Exception {
        if (connections.isClosed()) {
            connections = new BrokerConnections(getCamelContext());
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
