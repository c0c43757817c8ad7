package no.altinncamel.broker;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

import no.altinncamel.broker.client.BrokerClient;
import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.http.AltinnClientException;
import no.altinncamel.broker.client.tus.Cancellation;
import no.altinncamel.broker.onboarding.OnboardingReport;
import no.altinncamel.broker.operation.BodySource;
import no.altinncamel.broker.operation.Send;
import no.altinncamel.broker.operation.SendOnce;
import no.altinncamel.broker.receive.TransferBody;
import no.altinncamel.broker.receive.TransferContent;

/** Picks the operation for an exchange and puts its outcome on the message. */
public class AltinnBrokerProducer extends DefaultProducer {

    /** Uploads that are ended have to say so to the Broker; a shutdown that was forced does not wait for it for long. */
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final RunningUploads uploads = new RunningUploads();
    private ProducerHealthCheck healthCheck;
    private EndpointConnection.Hold hold;
    private ClaimRenewal renewal;

    public AltinnBrokerProducer(AltinnBrokerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        ExchangeParameters parameters =
                new ExchangeParameters(exchange, getEndpoint().getConfiguration());
        EndpointConnection.Hold held = getEndpoint().connection().hold();
        try (RunningUploads.Upload upload = uploads.begin(exchange)) {
            perform(parameters, exchange, upload.cancellation());
        } catch (AltinnClientException e) {
            throw new AltinnBrokerException(e, parameters.operation().sendsBody() && BodySource.isSpent(exchange));
        } finally {
            held.close();
        }
    }

    private void perform(ExchangeParameters parameters, Exchange exchange, Cancellation cancellation) throws Exception {
        AltinnBrokerOperation operation = parameters.operation();
        BrokerClient client = getEndpoint().client(operation, parameters.customer());
        Message message = exchange.getMessage();
        switch (operation) {
            case send ->
                TransferHeaders.setSent(
                        message,
                        send(client, parameters, cancellation)
                                .send(parameters.initialization(), parameters.reference(), BodySource.of(exchange)));
            case initialize ->
                TransferHeaders.setSent(
                        message, send(client, parameters, cancellation).initialize(parameters.initialization()));
            case upload ->
                TransferHeaders.setSent(
                        message,
                        send(client, parameters, cancellation)
                                .upload(parameters.fileTransferId(), parameters.fileName(), BodySource.of(exchange)));
            case overview -> message.setBody(client.overview(parameters.fileTransferId()));
            case details -> message.setBody(client.details(parameters.fileTransferId()));
            case list ->
                message.setBody(client.list(parameters.query()).stream()
                        .map(UUID::toString)
                        .toList());
            case download -> download(client, parameters, exchange);
            case confirm -> client.confirm(parameters.fileTransferId(), parameters.organization());
            case diagnose -> message.setBody(diagnose(client, parameters));
        }
    }

    private OnboardingReport diagnose(BrokerClient client, ExchangeParameters parameters) {
        AltinnBrokerConfiguration configuration =
                getEndpoint().getConfiguration().copy();
        configuration.setResourceId(parameters.resourceId());
        return AltinnBrokerOnboarding.check(getEndpoint().getCamelContext(), configuration, client.identity());
    }

    private Send send(BrokerClient client, ExchangeParameters parameters, Cancellation cancellation) {
        return new Send(
                client,
                getEndpoint().sendSettings(parameters.waitForPublication()),
                cancellation,
                getEndpoint().transferListener());
    }

    private void download(BrokerClient client, ExchangeParameters parameters, Exchange exchange) {
        FileTransfer transfer = client.overview(parameters.fileTransferId());
        TransferBody body = new TransferBody(new TransferContent(
                client,
                parameters.organization(),
                transfer,
                getEndpoint().getConfiguration().isVerifyChecksum(),
                AltinnBrokerException.RECEIVE_FAILURES,
                getEndpoint().transferListener()));
        exchange.getExchangeExtension()
                .addOnCompletion(getEndpoint().connection().hold());
        body.carriedBy(exchange);
        TransferHeaders.set(exchange.getMessage(), transfer);
        exchange.getMessage().setBody(body);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        hold = getEndpoint().connection().hold();
        SendOnce once = getEndpoint().sendOnce();
        if (once != null) {
            renewal = new ClaimRenewal(once);
            renewal.start(getEndpoint().getComponent().connections());
        }
        healthCheck = new ProducerHealthCheck(getEndpoint(), Clock.systemUTC());
        healthCheck.register();
    }

    @Override
    protected void doStop() throws Exception {
        uploads.stop(getEndpoint().getCamelContext(), LONGEST_STOP);
        if (renewal != null) {
            renewal.stop();
            renewal = null;
        }
        if (healthCheck != null) {
            healthCheck.deregister();
            healthCheck = null;
        }
        if (hold != null) {
            hold.close();
        }
        super.doStop();
    }

    @Override
    public AltinnBrokerEndpoint getEndpoint() {
        return (AltinnBrokerEndpoint) super.getEndpoint();
    }
}
