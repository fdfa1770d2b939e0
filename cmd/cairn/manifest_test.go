package main

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"cairn/internal/testkit/postgres"
)

// labels are what pods are selected by.
type labels map[string]string

type manifestPort struct {
	Name string `yaml:"name"`
	Port int    `yaml:"containerPort"`
}

type manifestProbe struct {
	Get struct {
		Path string `yaml:"path"`
		Port string `yaml:"port"`
	} `yaml:"httpGet"`
}

type manifestContainer struct {
	Args []string `yaml:"args"`
	Env  []struct {
		Name  string `yaml:"name"`
		Value string `yaml:"value"`
		From  struct {
			Secret struct {
				Name string `yaml:"name"`
				Key  string `yaml:"key"`
			} `yaml:"secretKeyRef"`
		} `yaml:"valueFrom"`
	} `yaml:"env"`
	Ports     []manifestPort `yaml:"ports"`
	Startup   manifestProbe  `yaml:"startupProbe"`
	Liveness  manifestProbe  `yaml:"livenessProbe"`
	Readiness manifestProbe  `yaml:"readinessProbe"`
	Lifecycle struct {
		PreStop struct {
			Sleep struct {
				Seconds int `yaml:"seconds"`
			} `yaml:"sleep"`
		} `yaml:"preStop"`
	} `yaml:"lifecycle"`
	Mounts []struct {
		Name string `yaml:"name"`
		Path string `yaml:"mountPath"`
	} `yaml:"volumeMounts"`
}

type manifestPod struct {
	Grace      int                 `yaml:"terminationGracePeriodSeconds"`
	Containers []manifestContainer `yaml:"containers"`
	Volumes    []struct {
		Name  string `yaml:"name"`
		Claim struct {
			Name string `yaml:"claimName"`
		} `yaml:"persistentVolumeClaim"`
		Config struct {
			Name string `yaml:"name"`
		} `yaml:"configMap"`
		Secret struct {
			Name string `yaml:"secretName"`
		} `yaml:"secret"`
	} `yaml:"volumes"`
}

type manifestSpec struct {
	Replicas    int       `yaml:"replicas"`
	Selector    yaml.Node `yaml:"selector"` // of a service it is labels, of others it holds them
	PodSelector struct {
		Labels labels `yaml:"matchLabels"`
	} `yaml:"podSelector"`
	MaxUnavailable int `yaml:"maxUnavailable"`
	Strategy       struct {
		Type    string `yaml:"type"`
		Rolling struct {
			Surge       int `yaml:"maxSurge"`
			Unavailable int `yaml:"maxUnavailable"`
		} `yaml:"rollingUpdate"`
	} `yaml:"strategy"`
	Template struct {
		Metadata struct {
			Labels labels `yaml:"labels"`
		} `yaml:"metadata"`
		Spec manifestPod `yaml:"spec"`
	} `yaml:"template"`
	Ports []struct {
		Target string `yaml:"targetPort"`
	} `yaml:"ports"`
	Ingress []struct {
		Ports []struct {
			Port int `yaml:"port"`
		} `yaml:"ports"`
	} `yaml:"ingress"`
}

type manifestPart struct {
	Kind     string                `yaml:"kind"`
	Metadata struct{ Name string } `yaml:"metadata"`
	Data     map[string]string     `yaml:"data"`
	Strings  map[string]string     `yaml:"stringData"`
	Spec     manifestSpec          `yaml:"spec"`
}

// manifest is a whole file, by kind.
type manifest struct {
	*testing.T
	parts map[string]manifestPart
}

func readManifest(t *testing.T, name string) manifest {
	t.Helper()
	f, err := os.Open("../../packaging/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := manifest{t, map[string]manifestPart{}}
	for in := yaml.NewDecoder(f); ; {
		var p manifestPart
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return m
		} else if err != nil {
			t.Fatal(err)
		}
		m.parts[p.Kind] = p
	}
}

func (m manifest) pod() manifestPod             { return m.parts["Deployment"].Spec.Template.Spec }
func (m manifest) container() manifestContainer { return m.pod().Containers[0] }
func (m manifest) settings() string             { return m.parts["ConfigMap"].Data["cairn.yaml"] }

func (m manifest) port(name string) int {
	m.Helper()
	for _, p := range m.container().Ports {
		if p.Name == name {
			return p.Port
		}
	}
	m.Errorf("no port is called %q", name)
	return 0
}

var listensAt = regexp.MustCompile(`CAIRN_LISTEN=\S+:(\d+)`)
var metricsAt = regexp.MustCompile(`metrics-listen: \S+:(\d+)`)

// fitsTogether holds the parts of a manifest to each other, and to the image.
func (m manifest) fitsTogether() {
	m.Helper()
	image, err := os.ReadFile("../../packaging/Containerfile")
	if err != nil {
		m.Fatal(err)
	}
	at := func(form *regexp.Regexp, text string) string {
		return append(form.FindStringSubmatch(text), "", "none")[1]
	}
	m.same("port of the image", at(listensAt, string(image)), itoa(m.port("http")))
	m.same("port of metrics", at(metricsAt, m.settings()), itoa(m.port("metrics")))
	for _, p := range m.parts["Service"].Spec.Ports {
		m.port(p.Target)
	}
	for _, in := range m.parts["NetworkPolicy"].Spec.Ingress {
		for _, p := range in.Ports {
			if p.Port != m.port("http") && p.Port != m.port("metrics") {
				m.Errorf("the policy of the network lets port %d in, which nothing listens to", p.Port)
			}
		}
	}
	m.selectsItself()
	m.mountsWhatThereIs()
}

func itoa(n int) string { return strings.TrimSpace(string(must(yaml.Marshal(n)))) }

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}

func (m manifest) same(what, got, want string) {
	m.Helper()
	if got != want {
		m.Errorf("%s: %q, want %q", what, got, want)
	}
}

// selectsItself: whatever selects pods selects those of the deployment.
func (m manifest) selectsItself() {
	m.Helper()
	want := m.parts["Deployment"].Spec.Template.Metadata.Labels["app"]
	for kind, p := range m.parts {
		var direct labels
		var held struct {
			Labels labels `yaml:"matchLabels"`
		}
		switch node := p.Spec.Selector; {
		case kind == "Service" && node.Decode(&direct) == nil:
			m.same(kind, direct["app"], want)
		case kind == "Deployment" || kind == "PodDisruptionBudget":
			if err := node.Decode(&held); err != nil {
				m.Fatal(err)
			}
			m.same(kind, held.Labels["app"], want)
		case kind == "NetworkPolicy":
			m.same(kind, p.Spec.PodSelector.Labels["app"], want)
		}
	}
}

func (m manifest) mountsWhatThereIs() {
	m.Helper()
	volumes := map[string]bool{}
	for _, v := range m.pod().Volumes {
		volumes[v.Name] = true
		m.is("ConfigMap", v.Config.Name)
		m.is("PersistentVolumeClaim", v.Claim.Name)
	}
	for _, mount := range m.container().Mounts {
		if !volumes[mount.Name] {
			m.Errorf("%s is mounted and is no volume", mount.Name)
		}
	}
	for _, e := range m.container().Env {
		m.is("Secret", e.From.Secret.Name)
		if key := e.From.Secret.Key; key != "" {
			if _, there := m.parts["Secret"].Strings[key]; !there {
				m.Errorf("the secret has no %s", key)
			}
		}
	}
}

// is expects a part of the kind with the name, where one is named.
func (m manifest) is(kind, name string) {
	m.Helper()
	if name != "" {
		m.same("the "+kind+" that is named", name, m.parts[kind].Metadata.Name)
	}
}

// TestTheManifestOfOneMachine starts Cairn as the manifest does.
func TestTheManifestOfOneMachine(t *testing.T) {
	m := readManifest(t, "kubernetes.yaml")
	m.fitsTogether()
	if d := m.parts["Deployment"].Spec; d.Replicas != 1 || d.Strategy.Type != "Recreate" {
		t.Errorf("%d replicas, %s: a second one would wait for the folder of the first", d.Replicas, d.Strategy.Type)
	}
	w := newWorld(t)
	w.init()
	key, err := os.ReadFile(w.path("data/master.key"))
	if err != nil {
		t.Fatal(err)
	}
	w.env = []string{"CAIRN_MASTER_KEY_VALUE=" + string(key), "CAIRN_DATA=" + w.data()}
	m.serves(w, strings.NewReplacer())
}

// TestTheManifestOfSeveral holds it to what replicas need, and starts Cairn as it does.
func TestTheManifestOfSeveral(t *testing.T) {
	m := readManifest(t, "kubernetes-replicas.yaml")
	m.fitsTogether()
	d := m.parts["Deployment"].Spec
	if rolling := d.Strategy.Rolling; d.Replicas < 2 || d.Strategy.Type != "RollingUpdate" || rolling.Surge < 1 || rolling.Unavailable != 0 {
		t.Errorf("%d replicas, %+v: one is to be there before another goes", d.Replicas, d.Strategy)
	}
	if budget := m.parts["PodDisruptionBudget"].Spec.MaxUnavailable; budget < 1 || budget >= d.Replicas {
		t.Errorf("%d of %d may be away at once", budget, d.Replicas)
	}
	if pause := m.container().Lifecycle.PreStop.Sleep.Seconds; pause == 0 || m.pod().Grace < pause+2*10 {
		t.Errorf("it is given %d seconds to end, of which it waits %d and takes up to 10 for requests and 10 for other work", m.pod().Grace, pause)
	}
	if _, there := m.parts["PersistentVolumeClaim"]; there {
		t.Error("a volume is shared")
	}
	for _, e := range m.container().Env {
		if e.From.Secret.Name != "" {
			t.Errorf("%s brings a secret into the environment", e.Name)
		}
	}
	m.severalServe()
}

var databaseForm = regexp.MustCompile(`(?m)^database: (\S+)$`)

// severalServe starts Cairn as the manifest does, with its secrets as files.
func (m manifest) severalServe() {
	w := newWorld(m.T)
	database, err := url.Parse(postgres.URL(m.T))
	if err != nil {
		m.Fatal(err)
	}
	password, _ := database.User.Password()
	w.env = []string{"CAIRN_DATA=" + w.path("once"), "CAIRN_DATABASE=" + database.String()}
	w.done("init", "--name", "Olga Oman", "--email", "olga@example.org")
	secret := map[string]string{"pgpass": strings.Join([]string{database.Hostname(), database.Port(), strings.Trim(database.Path, "/"), database.User.Username(), password}, ":"), "mail-password": "x"}
	for name, text := range secret {
		w.write(name, text+"\n")
	}
	if err := os.Rename(w.path("once/master.key"), w.path("master.key")); err != nil {
		m.Fatal(err)
	}
	theirs := append(databaseForm.FindStringSubmatch(m.settings()), "", "")[1]
	u, err := url.Parse(theirs)
	if err != nil || u.User == nil {
		m.Fatalf("the database is %q", theirs)
	}
	if _, has := u.User.Password(); has || u.Query().Get("sslmode") != "verify-full" || u.Query().Get("passfile") == "" {
		m.Errorf("the database is %s: its password is in a file, and the server shows who it is", theirs)
	}
	ours := *database
	ours.User = url.User(database.User.Username())
	query := u.Query()
	query.Del("sslrootcert") // the test's server has no certificate
	query.Set("sslmode", "disable")
	query.Set("passfile", strings.Replace(query.Get("passfile"), m.mounted("secrets"), w.folder, 1))
	ours.RawQuery = query.Encode()
	w.env = []string{"CAIRN_DATA=" + w.path("replica")}
	m.serves(w, strings.NewReplacer(theirs, ours.String(), m.mounted("secrets"), w.folder))
}

func (m manifest) mounted(volume string) string {
	for _, mount := range m.container().Mounts {
		if mount.Name == volume {
			return mount.Path
		}
	}
	m.Fatalf("%s is not mounted", volume)
	return ""
}

// serves starts it with the manifest's settings and asks what the probes ask.
func (m manifest) serves(w *world, change *strings.Replacer) {
	m.Helper()
	file := w.write("cairn.yaml", change.Replace(m.settings()))
	w.done("config", "check", "--config", file)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		m.Fatal(err)
	}
	metrics := l.Addr().String()
	_ = l.Close()
	args := slices.Clone(m.container().Args)
	for i, a := range args {
		if strings.HasPrefix(a, m.mounted("config")+"/") {
			args[i] = file
		}
	}
	r := w.start(append(args, "--listen", "127.0.0.1:0", "--metrics-listen", metrics)...)
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		answer, err := http.Get("http://" + metrics + "/readyz")
		if err == nil {
			_ = answer.Body.Close()
			break
		}
		if time.Since(began) > time.Minute {
			m.Fatalf("it does not serve:\n%s%s", r.out.String(), r.err.String())
		}
	}
	for _, p := range []manifestProbe{m.container().Startup, m.container().Liveness, m.container().Readiness} {
		m.same("port of the probe of "+p.Get.Path, p.Get.Port, "metrics")
		answer, err := http.Get("http://" + metrics + p.Get.Path)
		if err != nil {
			m.Fatal(err)
		}
		if _ = answer.Body.Close(); answer.StatusCode != http.StatusOK {
			m.Errorf("the probe %s is answered by %d", p.Get.Path, answer.StatusCode)
		}
	}
	m.same("readiness", m.container().Readiness.Get.Path, "/readyz")
	m.same("liveness", m.container().Liveness.Get.Path, "/healthz")
	r.ended()
}
