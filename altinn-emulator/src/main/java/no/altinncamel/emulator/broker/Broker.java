package no.altinncamel.emulator.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import no.altinncamel.emulator.control.EmulatorClock;
import no.altinncamel.emulator.http.Operation;
import no.altinncamel.emulator.http.Router;
import no.altinncamel.emulator.token.TokenIssuer;

/**
 * The Broker (contract altinn-broker 2 to 7), and what tests can do to it: {@link #addResource resources},
 * {@link #policy() rights}, {@link #scanner() malware scans}, {@link #storage() storage}, {@link #tus() TUS}, {@link #jobs() jobs} and
 * {@link #events() events}. All of it may be used from any thread at any time.
 */
public final class Broker implements AutoCloseable {

    private static final String PATH = "/broker/api/v1/filetransfer";
    private static final Duration JOB_PERIOD = Duration.ofSeconds(1);

    private final Resources resources = new Resources();
    private final Policy policy = new Policy();
    private final EventLog events = new EventLog();
    private final Transfers transfers = new Transfers();
    private final Storage storage = new Storage();
    private final Background background = new Background();
    private final Authentication authentication;
    private final Lifecycle lifecycle;
    private final MalwareScanner scanner;
    private final Delays delays;
    private final Tus tus;
    private final Jobs jobs;
    private volatile Environment maskinportenEnvironment = Environment.STAGING;

    public Broker(TokenIssuer altinnTokens, TokenIssuer maskinportenTokens, EmulatorClock clock) {
        this.authentication = new Authentication(
                altinnTokens, maskinportenTokens, () -> resources.environment() == maskinportenEnvironment);
        this.lifecycle = new Lifecycle(clock, events, storage);
        this.scanner = new MalwareScanner(lifecycle, clock, background);
        this.delays = new Delays(clock, background);
        this.tus = new Tus(storage, clock, delays);
        this.jobs = new Jobs(transfers, resources, lifecycle, tus, clock);
        clock.onAdvance(delays::runDue);
        clock.onAdvance(scanner::runDue);
        clock.onAdvance(jobs::runIfAutomatic);
        background.every(JOB_PERIOD, jobs::runIfAutomatic);
    }

    /** Puts the Broker's operations on the server. */
    public void register(Router router) {
        Access access = new Access(policy, resources);
        InitializeOperation initialize = new InitializeOperation(access, resources, transfers, lifecycle);
        UploadCheck check = new UploadCheck(access, resources);
        UploadOperation upload = new UploadOperation(check, transfers, lifecycle, storage, scanner);
        FormUploadOperation form = new FormUploadOperation(initialize, upload, storage);
        ReadOperations read = new ReadOperations(access, transfers);
        DownloadOperation download = new DownloadOperation(access, resources, transfers, lifecycle);
        ConfirmOperation confirm = new ConfirmOperation(access, resources, transfers, lifecycle);
        String transfer = PATH + "/{fileTransferId}";
        router.add(Operation.INITIALIZE, "POST", PATH, sender(initialize::serve))
                .add(
                        Operation.UPLOAD,
                        "POST",
                        transfer + "/upload",
                        sender(upload::serve).consuming("application/octet-stream"))
                .add(
                        Operation.INITIALIZE_AND_UPLOAD,
                        "POST",
                        PATH + "/upload",
                        sender(form::serve).consuming("multipart/form-data"))
                .add(Operation.LIST, "GET", PATH, senderOrRecipient(read::list))
                .add(Operation.OVERVIEW, "GET", transfer, senderOrRecipient(read::overview))
                .add(Operation.DETAILS, "GET", transfer + "/details", senderOrRecipient(read::details))
                .add(
                        Operation.DOWNLOAD,
                        "GET",
                        transfer + "/download",
                        recipient(download::serve).undeclared())
                .add(Operation.CONFIRM, "POST", transfer + "/confirmdownload", recipient(confirm::serve));
        registerTus(router, check);
    }

    private void registerTus(Router router, UploadCheck check) {
        TusAuthorization authorization = new TusAuthorization(transfers, check, tus);
        TusCompletion completion = new TusCompletion(tus, storage, lifecycle, scanner, delays);
        TusChunk chunk = new TusChunk(tus, storage);
        TusConcatenation concatenation = new TusConcatenation(tus, completion, transfers);
        TusCreateOperation create =
                new TusCreateOperation(authorization, check, tus, chunk, concatenation, completion, lifecycle);
        TusPatchOperation patch = new TusPatchOperation(authorization, tus, chunk, completion);
        TusInfoOperation info = new TusInfoOperation(authorization, tus, completion);
        String upload = TusHeaders.COLLECTION + "/{fileTransferId}";
        String partial = upload + "/partial/{partialId}";
        router.add(
                        Operation.TUS_OPTIONS,
                        "OPTIONS",
                        upload,
                        new TusEndpoint(authentication, (call, caller) -> false, info::options))
                .add(Operation.TUS_CREATE, "POST", upload, uploader(authorization, create::serve));
        for (String path : List.of(upload, partial)) {
            router.add(Operation.TUS_HEAD, "HEAD", path, uploader(authorization, info::head))
                    .add(Operation.TUS_PATCH, "PATCH", path, uploader(authorization, patch::serve))
                    .add(Operation.TUS_DELETE, "DELETE", path, uploader(authorization, info::delete));
        }
    }

    /**
     * Whether the policy lets somebody subscribe to the events of a resource.
     *
     * @param claims     of the token that he shows
     * @param resourceId bare
     */
    public boolean maySubscribe(Map<String, Object> claims, String resourceId) {
        return new Access(policy, resources).maySubscribe(Caller.of(claims), resourceId);
    }

    /** Configures a resource, with the defaults of {@link BrokerResource}; one that is there already is left as it is. */
    public BrokerResource addResource(String id) {
        return resources.add(id);
    }

    /** @throws IllegalArgumentException if there is no such resource */
    public BrokerResource resource(String id) {
        return resources.find(id).orElseThrow(() -> new IllegalArgumentException("No resource " + id));
    }

    /** Makes a resource unknown to the Broker; its transfers stay. */
    public void removeResource(String id) {
        resources.remove(id);
    }

    /** Which environment's rules apply; {@link Environment#STAGING} by default. */
    public void environment(Environment environment) {
        resources.environment(environment);
    }

    /**
     * Which environment the emulator's Maskinporten belongs to; {@link Environment#STAGING} by default. The Broker takes
     * Maskinporten's own tokens, which were not exchanged, only in the same environment.
     */
    public void maskinportenEnvironment(Environment environment) {
        this.maskinportenEnvironment = environment;
    }

    /**
     * Back to the defaults of environments, policy, scanner, storage failures, TUS and jobs. Resources with their rules, transfers
     * and events stay; uploads that wait for their scan are scanned.
     */
    public void reset() {
        environment(Environment.STAGING);
        maskinportenEnvironment(Environment.STAGING);
        policy.clear();
        scanner.reset();
        storage.failNextUploads(0);
        storage.hollow(false);
        tus.reset();
        jobs.automatic(true);
    }

    /** Who may do what for whom. */
    public Policy policy() {
        return policy;
    }

    /** What happens to uploads that are to be scanned. */
    public MalwareScanner scanner() {
        return scanner;
    }

    /** Where the files are, whether they take disk, and how that fails. */
    public Storage storage() {
        return storage;
    }

    /** TUS uploads, and how the server behaves with them. */
    public Tus tus() {
        return tus;
    }

    /** Expiry, purge and stuck uploads. */
    public Jobs jobs() {
        return jobs;
    }

    /** What has been published. */
    public EventLog events() {
        return events;
    }

    /** All transfers, oldest first. */
    public List<Transfer> transfers() {
        return transfers.all();
    }

    public Optional<Transfer> find(UUID fileTransferId) {
        return transfers.find(fileTransferId);
    }

    /** @throws IllegalArgumentException if there is no such transfer */
    public Transfer transfer(String fileTransferId) {
        return find(UUID.fromString(fileTransferId))
                .orElseThrow(() -> new IllegalArgumentException("No file transfer " + fileTransferId));
    }

    /** Stops the background work and removes the stored files. */
    @Override
    public void close() {
        background.close();
        storage.close();
    }

    private Endpoint sender(Endpoint.AuthenticatedRoute route) {
        return Endpoint.json(authentication, Set.of(Endpoint.WRITE), route);
    }

    private TusEndpoint uploader(TusAuthorization authorization, Endpoint.AuthenticatedRoute route) {
        return new TusEndpoint(authentication, authorization::isActive, route);
    }

    private Endpoint recipient(Endpoint.AuthenticatedRoute route) {
        return Endpoint.json(authentication, Set.of(Endpoint.READ), route);
    }

    private Endpoint senderOrRecipient(Endpoint.AuthenticatedRoute route) {
        return Endpoint.json(authentication, Set.of(Endpoint.WRITE, Endpoint.READ), route);
    }
}
